// Everything that is said in words: figures, statuses, problems. Pure.

export function money(usd) {
  if (usd === 0) return "free";
  return `$${usd.toFixed(usd >= 1 ? 2 : usd >= 0.0001 ? 4 : 6)}`;
}

export function span(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${Math.round(seconds - minutes * 60)} s`;
}

const about = (ms) => (ms >= 1000 ? `about ${Math.ceil(ms / 1000)} s` : "a moment");

export function ago(iso, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(iso).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** What an unfinished exchange is doing; `first` when no other one stands before it. */
export function doing(exchange, first) {
  const { note } = exchange;
  if (exchange.stopping) return "Stopping…";
  if (note?.kind === "waiting") {
    const wait = note.expected_wait_ms === undefined ? "" : `, ${about(note.expected_wait_ms)}`;
    return `Waiting: ${note.reason}${wait}`;
  }
  if (note?.kind === "retrying") {
    return `Trying again in ${about(note.delay_ms)} (attempt ${note.attempt}): ${note.reason}`;
  }
  if (exchange.status === "waiting") return "Waiting until the model can be reached again…";
  if (exchange.status === "queued") {
    return first ? "Starting…" : "Waits until the answer before it is done";
  }
  const last = exchange.parts.at(-1);
  if (last?.state === "running") return `Using ${last.name}…`;
  return last?.kind === "text" ? "Writing…" : "Thinking…";
}

/** How an exchange ended: {title, detail} for a person; null when it simply completed. */
export function ending(exchange) {
  const detail = exchange.reason ?? "";
  switch (exchange.status) {
    case "completed":
      return exchange.parts.some((part) => part.kind === "text")
        ? null : { title: "Done, without a word.", detail };
    case "cancelled":
      return { title: "Stopped.", detail: "What was said so far stays." };
    case "failed":
      return { title: "This did not work.", detail: exchange.error?.message ?? detail };
    case "capped":
      return { title: "Stopped at a limit.", detail };
    case "refused":
      return { title: "The model declined to answer.", detail: "Try to put it another way." };
    case "truncated":
      return { title: "The answer is cut off.",
        detail: detail || "It reached the longest answer that the model may give." };
    default:
      return { title: `Ended: ${exchange.status}.`, detail };
  }
}

/** The small print under an ended answer. */
export function figures(exchange) {
  const figures = [];
  if (exchange.model) figures.push(exchange.model);
  if (exchange.durationMs !== null) figures.push(span(exchange.durationMs));
  if (exchange.costUsd !== null) figures.push(money(exchange.costUsd));
  if (exchange.usage) figures.push(`${tokens(exchange.usage).toLocaleString()} tokens`);
  return figures;
}

const tokens = (usage) => usage.input_tokens + usage.cache_creation_input_tokens
  + usage.cache_read_input_tokens + usage.output_tokens;

export const TOOL_STATES = {
  running: "running…",
  ok: "done",
  failed: "failed",
  degraded: "unavailable, goes on without it",
  unknown: "outcome not known",
};

/** A refusal of the API, or that it could not be reached. */
export function problem(failure) {
  if (failure.unreachable) return "Sluice cannot be reached. Your message is still here.";
  const wait = failure.retryAfter ? ` Try again in ${failure.retryAfter} s.` : "";
  switch (failure.type) {
    case "overloaded":
      return `Too many questions are waiting already, and yours was not taken.${wait}`;
    case "unavailable":
      return `The service cannot answer now.${wait}`;
    case "storage-full":
      return "The disk of the service is full. Its operator must free some space.";
    case "payload-too-large":
      return "The message is too long.";
    case "conversation-busy":
      return "An answer is still being written here. Stop it first.";
    case "not-found":
      return "This is no longer there.";
    case "internal":
      return `Something went wrong on the server. Incident ${failure.incident ?? "unknown"}.`;
    default:
      return failure.errors?.map((error) => error.message).join("; ") || failure.detail
        || `The service answered ${failure.status}.`;
  }
}
