// What is known about one exchange (a question and its answer), and how each event of its run
// changes that. Pure: values in, values out. A part is
//   {kind: "text" | "thinking", key, turn, text}
//   {kind: "tool", key, turn, name, args, state, durationMs, error, result}
// where the state of a tool is running, ok, failed, degraded or unknown.

const FINAL = new Set(["completed", "cancelled", "failed", "capped", "refused", "truncated"]);

export const isFinal = (status) => FINAL.has(status);

export function asked(runId, question, eventsUrl) {
  return {
    runId, question, eventsUrl,
    status: "queued",
    note: null, // what the run is held up by now: a status event
    fallback: null, // the status event that told that another model goes on
    parts: [],
    model: null, costUsd: null, durationMs: null, usage: null,
    reason: null, error: null,
    trimmed: false, // events were lost to us: the text has a hole until the run is read again
    stopping: false,
  };
}

/** The exchange after an event of its run. Unknown events change nothing. */
export function apply(exchange, name, data) {
  switch (name) {
    // A later epoch starts too: the same answer goes on, and what is void comes as a rewind.
    case "start":
      return { ...exchange, status: "running", note: null, model: data.model };
    case "status":
      return status(exchange, data);
    case "token":
      return flowing(exchange, append(exchange.parts, "text", data));
    case "thinking":
      return flowing(exchange, append(exchange.parts, "thinking", data));
    case "tool_start":
      return flowing(exchange, put(exchange.parts, {
        kind: "tool", key: data.tool_use_id, turn: data.turn, name: data.name, args: data.args,
        state: "running",
      }));
    case "tool_end":
      return flowing(exchange, ended(exchange.parts, data));
    case "rewind":
      return rewound(exchange, data);
    case "usage":
      return { ...exchange, costUsd: (exchange.costUsd ?? 0) + data.cost_usd };
    case "run_error":
      return { ...exchange, note: null, error: data };
    case "done":
      return finished(exchange, data);
    default:
      return exchange;
  }
}

/** The exchange with the outcome of its run: a done event, or a run as the API shows it. */
export function finished(exchange, end) {
  return {
    ...exchange,
    status: end.status,
    note: null,
    stopping: false,
    reason: end.reason ?? null,
    error: end.error ?? exchange.error,
    costUsd: end.cost_usd ?? exchange.costUsd,
    durationMs: end.duration_ms ?? exchange.durationMs,
    usage: end.usage ?? exchange.usage,
    parts: exchange.parts.map((part) =>
      part.state === "running" ? { ...part, state: "unknown" } : part),
  };
}

/** The exchange with what its tools said, by tool_use_id. */
export function withResults(exchange, results) {
  return {
    ...exchange,
    parts: exchange.parts.map((part) =>
      part.kind === "tool" && results.has(part.key)
        ? { ...part, result: results.get(part.key).text } : part),
  };
}

export const textOf = (exchange) =>
  exchange.parts.filter((part) => part.kind === "text").map((part) => part.text).join("\n\n");

function status(exchange, data) {
  switch (data.kind) {
    case "trimmed":
      return { ...exchange, trimmed: true };
    case "fallback":
      return { ...exchange, note: null, fallback: data, model: data.to };
    default:
      return { ...exchange, note: data };
  }
}

/** Something came: whatever held the run up is over. */
const flowing = (exchange, parts) => ({ ...exchange, status: "running", note: null, parts });

function append(parts, kind, { text, turn }) {
  const last = parts.at(-1);
  if (last?.kind === kind && last.turn === turn) {
    return [...parts.slice(0, -1), { ...last, text: last.text + text }];
  }
  return [...parts, { kind, key: `${kind}-${turn}-${parts.length}`, turn, text }];
}

/** A tool call that is made again after a crash keeps its id, and so its place. */
function put(parts, tool) {
  return parts.some((part) => part.key === tool.key)
    ? parts.map((part) => (part.key === tool.key ? tool : part))
    : [...parts, tool];
}

function ended(parts, data) {
  const state = data.ok ? "ok" : data.degraded ? "degraded" : "failed";
  return parts.map((part) => (part.key === data.tool_use_id
    ? { ...part, state, durationMs: data.duration_ms, error: data.error ?? null } : part));
}

/** A turn that is told anew comes with its tools and its usage, as all turns then do. */
function rewound(exchange, { turn, reason }) {
  return reason === "told anew"
    ? { ...flowing(exchange, exchange.parts.filter((part) => part.turn !== turn)), costUsd: null }
    : flowing(exchange, exchange.parts.filter((part) => !isVoid(part, turn)));
}

/** Tools whose outcome is known were made and stay. */
const isVoid = (part, turn) =>
  part.turn === turn && (part.kind !== "tool" || part.state === "running");
