// Draws exchanges. Each has one element, which is brought up to date in place.

import { isFinal, textOf } from "./answer.js";
import { copyText, show } from "./markdown.js";
import { TOOL_STATES, doing, ending, figures, span } from "./words.js";

/**
 * @param actions cancel(exchange), again(exchange)
 * @returns {{element: Element, update: function}} update(exchange, first)
 */
export function exchangeView(actions) {
  const element = make("article", "exchange");
  const question = make("div", "question");
  const parts = make("div", "parts");
  const status = make("div", "doing");
  const foot = make("footer", "ending");
  element.append(question, parts, status, foot);
  const drawn = new Map();
  let shownStatus = null;

  function update(exchange, first) {
    if (question.textContent !== exchange.question) question.textContent = exchange.question;
    const over = isFinal(exchange.status);
    element.dataset.status = exchange.status;
    element.setAttribute("aria-busy", String(!over));
    drawParts(exchange, !over);
    const key = JSON.stringify([over || doing(exchange, first), exchange.status, first,
      exchange.trimmed, exchange.costUsd, exchange.fallback, exchange.stopping]);
    if (key === shownStatus) return;
    shownStatus = key;
    drawStatus(exchange, first, over);
    foot.replaceChildren(...notices(exchange), ...(over ? closing(exchange) : []));
  }

  function drawParts(exchange, growing) {
    const wanted = new Set(exchange.parts.map((part) => part.key));
    for (const [key, view] of drawn) {
      if (!wanted.has(key)) {
        view.element.remove();
        drawn.delete(key);
      }
    }
    exchange.parts.forEach((part, i) => {
      let view = drawn.get(part.key);
      if (!view) {
        view = partView(part.kind);
        drawn.set(part.key, view);
        parts.append(view.element);
      }
      const grows = growing && i === exchange.parts.length - 1;
      if (view.part === part && view.grows === grows) return;
      view.part = part;
      view.grows = grows;
      view.update(part, grows);
    });
  }

  function drawStatus(exchange, first, over) {
    status.hidden = over;
    if (over) return;
    const words = make("span", "words", doing(exchange, first));
    status.replaceChildren(make("span", "dots"), words);
    if (!first && !exchange.stopping) {
      status.append(button("Do not ask this", "quiet", () => actions.cancel(exchange)));
    }
  }

  function closing(exchange) {
    const end = ending(exchange);
    const nodes = [];
    if (end) {
      const box = make("div", `end end-${exchange.status}`);
      box.append(make("strong", "", end.title), " ", make("span", "", end.detail));
      if (exchange.status === "failed" && exchange.error?.retryable !== false) {
        box.append(button("Ask again", "quiet", () => actions.again(exchange)));
      }
      nodes.push(box);
    }
    const print = make("p", "figures");
    figures(exchange).forEach((figure) => print.append(make("span", "", figure)));
    const text = textOf(exchange);
    if (text) {
      const copy = button("Copy", "quiet copy", () => copyText(copy, text));
      copy.setAttribute("aria-label", "Copy answer");
      print.append(copy);
    }
    nodes.push(print);
    return nodes;
  }

  return { element, update };
}

function notices({ fallback, trimmed, status }) {
  const nodes = [];
  if (fallback) {
    nodes.push(make("p", "notice",
      `${fallback.to} goes on in place of ${fallback.from}: ${fallback.reason}`));
  }
  if (trimmed && !isFinal(status)) {
    nodes.push(make("p", "notice",
      "A part of this answer is no longer kept as events; it will be whole at the end."));
  }
  return nodes;
}

function partView(kind) {
  switch (kind) {
    case "thinking": return thinkingView();
    case "tool": return toolView();
    default: return textView();
  }
}

function textView() {
  const element = make("div", "text");
  return {
    element,
    update: (part, growing) => show(element, part.text, growing),
  };
}

function thinkingView() {
  const element = make("details", "card thinking");
  const summary = make("summary");
  const text = make("div", "body");
  element.append(summary, text);
  return {
    element,
    update(part, growing) {
      summary.textContent = growing ? "Thinking…" : "Thought about it";
      text.textContent = part.text;
    },
  };
}

function toolView() {
  const element = make("details", "card tool");
  const summary = make("summary");
  const body = make("div", "body");
  element.append(summary, body);
  return {
    element,
    update(part) {
      element.dataset.state = part.state;
      summary.replaceChildren(make("span", "tool-name", part.name),
        make("span", "tool-state", TOOL_STATES[part.state]));
      if (part.durationMs !== undefined) {
        summary.append(make("span", "tool-time", span(part.durationMs)));
      }
      body.replaceChildren(...field("Input", input(part.args)));
      if (part.error) body.append(...field("What went wrong", part.error));
      if (part.result && part.result !== part.error) body.append(...field("Result", part.result));
    },
  };
}

function field(label, text) {
  const value = make("pre", "", text);
  value.tabIndex = 0;
  return [make("h3", "label", label), value];
}

const input = (args) => (typeof args === "string" ? args : JSON.stringify(args, null, 2));

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function button(label, className, onClick) {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}
