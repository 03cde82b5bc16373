// The list of conversations at the side: open one, delete one.

import * as api from "./api.js";
import { isFinal } from "./answer.js";
import { ago } from "./words.js";
import { button, make } from "./view.js";

const PAGE = 50;
const $ = (id) => document.getElementById(id);

/**
 * @param handlers deleted(id), failed(failure)
 * @returns {{refresh: function, mark: function, close: function}} mark(id): which one is open
 */
export function conversationList(handlers) {
  const list = $("list");
  let limit = PAGE;
  let current = null;
  let latest = 0;

  async function refresh() {
    const turn = ++latest;
    try {
      const [conversations, runs] = await Promise.all([api.conversations(limit), api.runs()]);
      if (turn !== latest) return;
      const busy = new Set(runs.filter((run) => !isFinal(run.status))
        .map((run) => run.conversation_id));
      draw(conversations, busy);
    } catch {
      // The list stays as it was; whatever the person does next says what is wrong.
    }
  }

  function draw(conversations, busy) {
    const focused = list.contains(document.activeElement) ? document.activeElement.id : null;
    list.replaceChildren(...conversations.map((one) => row(one, busy.has(one.conversation_id))));
    $("earlier").hidden = conversations.length === 0;
    $("older").hidden = conversations.length < limit;
    mark(current);
    if (focused) $(focused)?.focus();
  }

  function row({ conversation_id: id, title, updated_at: at }, busy) {
    const item = make("li");
    const link = make("a");
    link.href = `#${id}`;
    link.id = `open-${id}`;
    link.append(make("span", "name", title),
      make("span", busy ? "when busy" : "when", busy ? "being answered…" : ago(at)));
    link.addEventListener("click", close);
    const remove = button("×", "quiet remove", () => confirmDelete(id, title));
    remove.id = `delete-${id}`;
    remove.setAttribute("aria-label", `Delete ${title}`);
    item.append(link, remove);
    return item;
  }

  function mark(id) {
    current = id;
    for (const link of list.querySelectorAll("a")) {
      if (link.hash === `#${id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function confirmDelete(id, title) {
    const dialog = $("confirm");
    $("confirm-what").textContent = `“${title}”`;
    dialog.returnValue = "cancel";
    dialog.onclose = async () => {
      if (dialog.returnValue !== "delete") {
        $(`delete-${id}`)?.focus();
        return;
      }
      try {
        await api.remove(id);
        handlers.deleted(id);
      } catch (failure) {
        handlers.failed(failure);
      }
      await refresh();
      (list.querySelector("a") ?? $("new")).focus();
    };
    dialog.showModal();
  }

  function open() {
    document.body.classList.add("side-open");
    $("menu").setAttribute("aria-expanded", "true");
    $("veil").hidden = false;
    $("stage").inert = true;
    $("new").focus();
  }

  function close() {
    if (!document.body.classList.contains("side-open")) return;
    document.body.classList.remove("side-open");
    $("menu").setAttribute("aria-expanded", "false");
    $("veil").hidden = true;
    $("stage").inert = false;
    $("menu").focus();
  }

  $("menu").addEventListener("click", open);
  $("veil").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !$("confirm").open) close();
  });
  $("older").addEventListener("click", () => {
    limit = Math.min(200, limit + PAGE);
    refresh();
  });
  return { refresh, mark, close };
}
