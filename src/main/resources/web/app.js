// Puts the page together: which conversation is open, what its exchanges are, which run is read.

import * as api from "./api.js";
import { apply, asked, finished, isFinal, textOf, withResults } from "./answer.js";
import { composer } from "./composer.js";
import { conversationList } from "./conversations.js";
import { follow } from "./follow.js";
import { exchangesOf, resultsOf } from "./history.js";
import { button, exchangeView, make } from "./view.js";
import { doing, ending, problem } from "./words.js";

const EXAMPLES = [
  "What is 15 * 23 and the weather in Berlin?",
  "Show me some code",
  "Think about it, then tell me a long story",
  "Remember that the meeting is on Friday",
];
const LONG_TO_HEAR = 1200;
const NEAR = 40;
const $ = (id) => document.getElementById(id);

let conversation = null; // its id; null for one that begins with the next message
let exchanges = [];
let views = new Map();
let reading = null; // {runId, close, reopen} of the run whose events are read
let generation = 0; // of the open conversation: what comes late for another one is dropped
let attempt = null; // {body, key} of a submit that was not taken, or of which we do not know
let stuck = true; // to the bottom
let frame = 0;

const side = conversationList({
  deleted: (id) => { if (id === conversation) location.hash = ""; },
  failed: (failure) => field.say(problem(failure)),
});
const field = composer({ send, stop });

// ---- the open conversation

async function open(id) {
  const mine = ++generation;
  reading?.close();
  reading = null;
  conversation = id;
  exchanges = [];
  views = new Map();
  $("exchanges").replaceChildren();
  connected(true);
  field.say("");
  side.mark(id);
  title("New conversation");
  stuck = true;
  if (id) await load(id, mine);
  if (mine !== generation) return;
  draw();
  readOn();
}

async function load(id, mine) {
  note("Loading…");
  try {
    const [about, messages, runs] =
      await Promise.all([api.conversation(id), api.messages(id), api.runs()]);
    if (mine !== generation) return;
    exchanges = exchangesOf(id, messages, runs);
    title(about.title);
    note("");
    announce(`Opened: ${about.title}`);
  } catch (failure) {
    if (mine !== generation) return;
    note(failure.status === 404 ? "There is no such conversation." : problem(failure));
  }
}

async function send(text, whenBusy) {
  const body = { message: text, class: "interactive", when_busy: whenBusy };
  if (conversation) body.conversation_id = conversation;
  if (JSON.stringify(body) !== JSON.stringify(attempt?.body)) attempt = { body, key: api.newKey() };
  const mine = generation;
  const taken = await api.submit(body, attempt.key,
    () => field.say("Not sure whether that was taken; sending it once more…"));
  attempt = null;
  field.say("");
  side.refresh();
  if (mine !== generation) return;
  if (!conversation) {
    conversation = taken.conversation_id;
    history.pushState(null, "", `#${conversation}`);
    side.mark(conversation);
    title(text.length > 60 ? `${text.slice(0, 59)}…` : text);
  }
  if (!of(taken.run_id)) {
    exchanges = [...exchanges, asked(taken.run_id, text, taken.events_url)];
  }
  note("");
  stuck = true;
  draw();
  readOn();
}

async function stop() {
  const running = exchanges.find((exchange) => !isFinal(exchange.status));
  if (running) await cancel(running);
}

async function cancel({ runId }) {
  change(runId, (exchange) => ({ ...exchange, stopping: true }));
  try {
    const run = await api.cancel(runId);
    if (of(runId) && isFinal(run.status) && reading?.runId !== runId) ended(runId, run);
  } catch (failure) {
    change(runId, (exchange) => ({ ...exchange, stopping: false }));
    field.say(problem(failure));
  }
}

// ---- reading runs, one after the other: a browser has few connections

function readOn() {
  const next = exchanges.find((exchange) => !isFinal(exchange.status));
  if (!next || reading?.runId === next.runId) return;
  reading?.close();
  const { runId, eventsUrl } = next;
  reading = {
    runId,
    ...follow(runId, eventsUrl, {
      event: (name, data) => take(runId, name, data),
      connected,
      ended: (run) => ended(runId, run),
      gone: () => ended(runId, { status: "failed", reason: "The run is no longer there." }),
    }),
  };
}

function take(runId, name, data) {
  change(runId, (exchange) => apply(exchange, name, data));
  if (name === "tool_start") announce(`Using ${data.name}`);
  if (name === "status") announce(doing(of(runId), true));
  if (name === "done") settle(runId);
}

/** A run turned out to be over while its events could not be read. */
function ended(runId, run) {
  change(runId, (exchange) => finished({ ...exchange, trimmed: true }, run));
  settle(runId);
}

function settle(runId) {
  if (reading?.runId === runId) {
    reading.close();
    reading = null;
  }
  tell(of(runId));
  readOn();
  side.refresh();
  complete(runId);
}

/** What tools said is not in the events, and a text with a hole becomes whole again. */
async function complete(runId) {
  const mine = generation;
  const exchange = of(runId);
  if (!exchange.trimmed && !exchange.parts.some((part) => part.kind === "tool")) return;
  try {
    const [messages, run] = await Promise.all([api.messages(conversation), api.run(runId)]);
    if (mine !== generation) return;
    const whole = exchangesOf(conversation, messages, [run])
      .find((stored) => stored.runId === runId);
    change(runId, (now) => (now.trimmed
      ? { ...whole, model: now.model, error: now.error ?? whole.error }
      : withResults(now, resultsOf(messages))));
  } catch {
    // What was shown stays; opening the conversation again tries again.
  }
}

const of = (runId) => exchanges.find((exchange) => exchange.runId === runId);

function change(runId, how) {
  exchanges = exchanges.map((exchange) => (exchange.runId === runId ? how(exchange) : exchange));
  frame ||= requestAnimationFrame(draw);
}

// ---- drawing, at most once a frame

function draw() {
  cancelAnimationFrame(frame);
  frame = 0;
  const first = exchanges.find((exchange) => !isFinal(exchange.status));
  for (const exchange of exchanges) {
    let view = views.get(exchange.runId);
    if (!view) {
      view = exchangeView({ cancel, again: ({ question }) => again(question) });
      views.set(exchange.runId, view);
      $("exchanges").append(view.element);
    }
    view.update(exchange, exchange === first);
  }
  field.busy(!!first, !!first?.stopping);
  $("welcome").hidden = !!conversation || exchanges.length > 0;
  if (stuck) $("log").scrollTop = $("log").scrollHeight;
  $("latest").hidden = stuck;
}

function again(question) {
  send(question, "wait").catch((failure) => field.say(problem(failure)));
}

function title(text) {
  $("title").textContent = text;
  document.title = text === "New conversation" ? "Sluice" : `${text} – Sluice`;
}

function note(words) {
  $("log-note").textContent = words;
  $("log-note").hidden = !words;
}

function connected(well) {
  const bar = $("connection");
  if (bar.hidden === well) return;
  bar.textContent = well ? ""
    : "The connection is lost. The answer goes on without us; reading on as soon as it is back…";
  bar.hidden = well;
}

// ---- for ears: what happens, and the answer once it is whole

function announce(words) {
  $("announce").textContent = words;
}

function tell(exchange) {
  const end = ending(exchange);
  const text = textOf(exchange);
  const said = text.length > LONG_TO_HEAR ? `${text.slice(0, LONG_TO_HEAR)}… It goes on.` : text;
  announce([end && `${end.title} ${end.detail}`, said].filter(Boolean).join(" "));
}

// ---- the page

$("log").addEventListener("scroll", () => {
  const log = $("log");
  stuck = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  $("latest").hidden = stuck;
}, { passive: true });
$("latest").addEventListener("click", () => {
  stuck = true;
  draw();
  $("log").focus();
});
new ResizeObserver(() => { if (stuck) draw(); }).observe($("log"));

$("new").addEventListener("click", () => {
  side.close();
  if (location.hash) location.hash = "";
  else open(null);
  field.focus();
});
for (const event of ["hashchange", "popstate"]) {
  window.addEventListener(event, () => {
    const id = location.hash.slice(1) || null;
    if (id !== conversation) open(id);
  });
}

/** After sleep a dead connection looks alive: nobody told this side. */
let hiddenAt = 0;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hiddenAt = Date.now();
  } else if (Date.now() - hiddenAt > 30_000) {
    reading?.reopen();
    side.refresh();
  }
});
window.addEventListener("online", () => reading?.reopen());
window.addEventListener("offline", () => { if (reading) connected(false); });

$("examples").append(...EXAMPLES.map((text) => {
  const item = make("li");
  item.append(button(text, "example", () => again(text)));
  return item;
}));

api.health().then(({ model }) => {
  const simulated = model === "simulated";
  $("simulated").hidden = !simulated;
  $("welcome-note").textContent = simulated
    ? "A simulated model answers: no key is configured. It costs nothing and knows little;"
      + " set ANTHROPIC_API_KEY and start again for a real one."
    : "Answers are written as you watch. You may close the page; it goes on without you.";
}).catch(() => {});

side.refresh();
open(location.hash.slice(1) || null);
field.focus();
