// The field to write in, and the buttons beside it. What is written stays until it was taken.

import { problem } from "./words.js";

const TALLEST = 240;
/** Where a keyboard on the screen would cover the answer, and Enter begins a new line. */
const touch = () => matchMedia("(pointer: coarse)").matches;
const $ = (id) => document.getElementById(id);

/**
 * @param handlers send(text, whenBusy) gives a promise that fails when it was not taken; stop()
 */
export function composer(handlers) {
  const form = $("composer");
  const field = $("message");
  let sending = false;

  async function send() {
    const text = field.value.trim();
    if (!text || sending) return;
    sending = true;
    $("send").disabled = true;
    say("");
    try {
      await handlers.send(text, form.elements.when.value);
      field.value = "";
      grow();
    } catch (failure) {
      say(problem(failure));
    } finally {
      sending = false;
      $("send").disabled = false;
      if (!touch()) field.focus();
    }
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(TALLEST, field.scrollHeight)}px`;
  }

  /** What went wrong, or nothing. */
  function say(words) {
    $("problem").textContent = words;
    $("problem").hidden = !words;
  }

  /** Whether an answer is being written, and whether it was asked to stop. */
  function busy(running, stopping) {
    if (!running && document.activeElement === $("stop")) field.focus();
    $("stop").hidden = !running;
    // Not disabled: that would throw a keyboard's focus away.
    $("stop").setAttribute("aria-disabled", String(stopping));
    $("stop").textContent = stopping ? "Stopping…" : "Stop";
    $("busy").hidden = !running;
    $("hint").hidden = running;
    if (!running) form.elements.when.value = "wait";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch()) {
      event.preventDefault();
      send();
    }
  });
  $("stop").addEventListener("click", () => {
    if ($("stop").getAttribute("aria-disabled") !== "true") handlers.stop();
  });
  $("hint").textContent = "Enter sends, Shift and Enter begins a new line.";
  return { busy, say, focus: () => field.focus() };
}
