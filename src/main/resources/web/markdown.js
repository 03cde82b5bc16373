// Markdown as it grows. The text is cut into its blocks; only a block that changed is drawn again,
// so that what a person reads, selects or has scrolled stays as it is.

import { DOMPurify, Marked } from "./lib.js";

const HARMLESS = /^<\/?(b|br|del|em|i|kbd|s|strong|sub|sup)\s*\/?>$/i;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => text.replace(/[&<>"]/g, (char) => ESCAPES[char]);

const marked = new Marked({
  gfm: true,
  renderer: {
    // The answer stands below the page's own headings.
    heading({ tokens, depth }) {
      const level = Math.min(6, depth + 2);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    // An image would be fetched from wherever the model says: a way to carry words out.
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || href)}</a>`,
    // What else the model writes as HTML is shown as it stands.
    html: ({ text }) => (HARMLESS.test(text) ? text : escape(text)),
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

const ALLOWED = {
  RETURN_DOM_FRAGMENT: true,
  ALLOWED_TAGS: ["a", "b", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6",
    "hr", "i", "kbd", "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td",
    "th", "thead", "tr", "ul"],
  ALLOWED_ATTR: ["href", "title", "start", "align", "class"],
};

/** Brings the element to show the text; `growing` when more of it will come. */
export function show(element, text, growing) {
  const blocks = marked.lexer(growing ? presentable(text) : text)
    .filter((token) => token.type !== "space" && token.type !== "def");
  blocks.forEach((token, i) => {
    const node = element.children[i];
    if (node && isSame(node, token)) return;
    if (node && growCode(node, token)) return;
    const drawn = draw(token);
    if (node) node.replaceWith(drawn);
    else element.append(drawn);
  });
  while (element.children.length > blocks.length) element.lastElementChild.remove();
}

/**
 * What can be shown of a text that is cut anywhere: markup that is not yet closed is closed, and a
 * last line of nothing but markup waits, for "Title" and "-" below it would flash as a heading.
 */
export function presentable(text) {
  const fences = text.match(/^ {0,3}(```|~~~)/gm) ?? [];
  if (fences.length % 2 === 1) return text;
  const held = text.replace(/(^|\n)[ \t]*[-=*_#>+~|:` ]+$/, "$1");
  return isOpen(held, "`") ? closed(held, "`") : isOpen(held, "**") ? closed(held, "**") : held;
}

/** In the last paragraph, for no markup reaches beyond its own. */
const isOpen = (text, mark) =>
  text.slice(text.lastIndexOf("\n\n") + 1).split(mark).length % 2 === 0;

/** A mark that nothing follows yet is left out, and so is half of one. */
function closed(text, mark) {
  const bare = text.replace(mark === "`" ? /[\s`]+$/ : /[\s*]+$/, "");
  return isOpen(bare, mark) ? bare + mark : bare;
}

const drawnFrom = new WeakMap();
const isSame = (node, token) => drawnFrom.get(node) === source(token);
const source = (token) => (token.type === "code" ? token.raw : marked.parser([token]));

function draw(token) {
  const block = document.createElement("div");
  block.className = "block";
  if (token.type === "code") {
    block.dataset.language = token.lang ?? "";
    block.append(codeBlock(token.text, token.lang));
  } else {
    block.append(DOMPurify.sanitize(marked.parser([token]), ALLOWED));
    block.querySelectorAll("pre").forEach((pre) =>
      pre.replaceWith(codeBlock(pre.textContent.replace(/\n$/, ""), "")));
    block.querySelectorAll("table").forEach(scrollable);
  }
  drawnFrom.set(block, source(token));
  return block;
}

/** Code that got longer grows in place: its scroll position and its button's focus stay. */
function growCode(node, token) {
  const code = node.querySelector(":scope > figure code");
  if (token.type !== "code" || !code || node.dataset.language !== (token.lang ?? "")
      || !token.text.startsWith(code.textContent)) {
    return false;
  }
  code.append(token.text.slice(code.textContent.length));
  code.normalize();
  drawnFrom.set(node, source(token));
  return true;
}

function codeBlock(text, language) {
  const figure = document.createElement("figure");
  const bar = document.createElement("figcaption");
  const name = document.createElement("span");
  name.textContent = language || "text";
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "quiet copy";
  copy.textContent = "Copy";
  copy.setAttribute("aria-label", "Copy code");
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  const code = document.createElement("code");
  code.textContent = text;
  pre.append(code);
  copy.addEventListener("click", () => copyText(copy, code.textContent));
  bar.append(name, copy);
  figure.append(bar, pre);
  return figure;
}

function scrollable(table) {
  const frame = document.createElement("div");
  frame.className = "table";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Table");
  table.replaceWith(frame);
  frame.append(table);
}

/** Copies, and says so on the button for a moment. */
export async function copyText(button, text) {
  const before = button.textContent;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = "Not allowed";
  }
  button.textContent = said;
  setTimeout(() => { button.textContent = before; }, 1500);
}
