// Figures and times in words. Pure.

const PLAIN = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

export const count = (value) => (value < 10_000 ? PLAIN.format(value) : SHORT.format(value));

/** Micro-dollars; small sums keep the digits that matter. */
export function money(micros) {
  const dollars = micros / 1_000_000;
  const digits = dollars === 0 ? 2 : dollars < 0.01 ? 5 : dollars < 1 ? 4 : 2;
  return '$' + dollars.toFixed(digits);
}

export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1000);
  return minutes < 60 ? `${minutes} min ${seconds} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The time of day, with the date when it is not that of the other time. */
export function time(iso, now) {
  const at = new Date(iso);
  return at.toDateString() === new Date(now).toDateString() ? CLOCK.format(at) : DAY.format(at);
}

export const words = (name) => name.replaceAll('_', ' ');

/** Long ids by their end: the beginnings are alike. */
export const shortId = (id) => (id.length > 14 ? '…' + id.slice(-10) : id);

/** An element with attributes and children; texts become text nodes, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const badge = (state) => element('span', { class: 'badge', 'data-state': state }, words(state));

/** Sets the text only when it changed, so that selections and readers are left in peace. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
