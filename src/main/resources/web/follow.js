// Reads the events of one run until `done`, across lost connections. EventSource comes back by
// itself after a cut and tells the server how far it got, so nothing is missed or comes twice.
// What EventSource takes for final (any status but 200) is settled here, by looking at the run.

import { run as lookUp } from "./api.js";
import { isFinal } from "./answer.js";

const NAMES = ["start", "status", "token", "thinking", "tool_start", "tool_end", "rewind", "usage",
  "run_error", "done"];
const LONGEST_WAIT = 15_000;

/**
 * @param handlers event(name, data), connected(boolean), ended(run) when the run turns out to be
 *   over, gone() when there is no such run any more
 * @returns {{close: function, reopen: function}} reopen: after sleep, when a dead connection may
 *   look alive
 */
export function follow(runId, eventsUrl, handlers) {
  let source = null;
  let lastId = null;
  let failures = 0;
  let timer = null;
  let closed = false;

  function open() {
    source?.close();
    clearTimeout(timer);
    const url = new URL(eventsUrl, location.href);
    if (lastId) url.searchParams.set("last_event_id", lastId);
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      handlers.connected(true);
    };
    opened.onerror = () => {
      if (source !== opened || closed) return;
      handlers.connected(false);
      if (opened.readyState === EventSource.CLOSED) settle();
    };
    for (const name of NAMES) opened.addEventListener(name, (event) => take(name, event));
  }

  function take(name, event) {
    if (closed) return;
    if (event.lastEventId) lastId = event.lastEventId;
    if (name === "done") close();
    handlers.event(name, JSON.parse(event.data));
  }

  async function settle() {
    try {
      const now = await lookUp(runId);
      if (closed) return;
      if (isFinal(now.status)) {
        close();
        handlers.connected(true);
        handlers.ended(now);
        return;
      }
    } catch (failure) {
      if (closed) return;
      if (failure.status === 404) {
        close();
        handlers.connected(true);
        handlers.gone();
        return;
      }
    }
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** failures++);
    timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
  }

  function close() {
    closed = true;
    clearTimeout(timer);
    source?.close();
  }

  open();
  return { close, reopen: () => closed || open() };
}
