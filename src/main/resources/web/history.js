// Exchanges from what is stored: the messages of a conversation, and its runs. Pure.

import { asked, finished, isFinal } from "./answer.js";

/** As they ended; what has not ended has its question, and gets its parts from its events. */
export function exchangesOf(conversationId, messages, runs) {
  const exchanges = new Map();
  const ends = new Map();
  for (const message of messages) {
    const known = exchanges.get(message.run_id) ?? asked(message.run_id, "", null);
    exchanges.set(message.run_id, { ...add(known, message), status: "completed" });
    ends.set(message.run_id, message.at);
  }
  const results = resultsOf(messages);
  for (const [id, exchange] of exchanges) {
    exchanges.set(id, { ...exchange, parts: exchange.parts.map((part) => settle(part, results)) });
  }
  for (const run of runs.filter((run) => run.conversation_id === conversationId)) {
    exchanges.set(run.run_id, ofRun(run, exchanges.get(run.run_id)));
    ends.set(run.run_id, run.finished_at ?? `unfinished ${run.created_at}`);
  }
  return [...exchanges.values()].sort((a, b) => (ends.get(a.runId) < ends.get(b.runId) ? -1 : 1));
}

/** What the tools said, by tool_use_id: {text, failed}. */
export function resultsOf(messages) {
  const results = new Map();
  for (const { content } of messages) {
    for (const block of content.filter((block) => block.type === "tool_result")) {
      results.set(block.tool_use_id, { text: textIn(block.content), failed: !!block.is_error });
    }
  }
  return results;
}

function ofRun(run, known) {
  const exchange = {
    ...(known ?? asked(run.run_id, run.message, run.events_url)),
    question: run.message,
    eventsUrl: run.events_url,
    model: run.model ?? null,
  };
  if (!isFinal(run.status)) {
    return { ...exchange, status: run.status, parts: [] };
  }
  // A run that did not get far left no message, or none with what it had begun to say.
  const parts = exchange.parts.length || !run.text
    ? exchange.parts : [{ kind: "text", key: "text", turn: 1, text: run.text }];
  return finished({ ...exchange, parts }, run);
}

function add(exchange, { role, content }) {
  if (role === "user") {
    const question = content.filter((block) => block.type === "text")
      .map((block) => block.text).join("\n");
    return exchange.question || !question ? exchange : { ...exchange, question };
  }
  const from = exchange.parts.length;
  const parts = content.map((block, i) => part(block, from + i)).filter(Boolean);
  return { ...exchange, parts: [...exchange.parts, ...parts] };
}

function part(block, index) {
  switch (block.type) {
    case "text":
      return { kind: "text", key: `text-${index}`, turn: 0, text: block.text };
    case "thinking":
      return block.thinking
        && { kind: "thinking", key: `thinking-${index}`, turn: 0, text: block.thinking };
    case "tool_use":
      return { kind: "tool", key: block.id, turn: 0, name: block.name, args: block.input,
        state: "unknown" };
    default:
      return null;
  }
}

function settle(part, results) {
  const result = part.kind === "tool" && results.get(part.key);
  return result
    ? { ...part, state: result.failed ? "failed" : "ok", result: result.text } : part;
}

function textIn(content) {
  return typeof content === "string" ? content
    : (content ?? []).filter((block) => block.type === "text")
      .map((block) => block.text).join("\n");
}
