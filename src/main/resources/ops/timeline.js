// A run's timeline: a picture for the eye and a table for everybody.

import { badge, count, duration, element, money, svg, time, words } from './format.js';

const WIDEST = 1120;
const LEFT = 160;
const RIGHT = 34;
const ROW = 22;
const TOP = 26;

/** The nodes that show it; `now` is the server's time, `room` the pixels that there are. */
export function drawTimeline(told, now, room) {
  const nodes = [facts(told.run, now)];
  if (told.source === 'journal') {
    nodes.push(hint('The events of this run are no longer kept. What follows is its journal: what happened, in order, without times.'));
  }
  if (!told.whole) nodes.push(hint('This run has more events than are shown.'));
  const elapsed = Math.max(0, Date.parse(now) - Date.parse(told.run.created_at));
  const picture = told.source === 'events' && draw(told.steps, elapsed, Math.min(WIDEST, room));
  if (picture) nodes.push(picture);
  nodes.push(table(told.steps));
  return nodes;
}

const hint = (text) => element('p', { class: 'hint' }, text);

function facts(run, now) {
  const pairs = [
    ['Run', element('code', {}, run.id)],
    ['Status', badge(run.status)],
    ['Agent', run.agent],
    ['Model', run.model],
    ['Class', run.class],
    ['Channel', run.channel],
    ['Accepted', time(run.created_at, now)],
  ];
  if (run.duration_ms !== undefined) pairs.push(['Took', duration(run.duration_ms)]);
  if (run.turns !== undefined) pairs.push(['Turns', count(run.turns)]);
  if (run.cost_micros !== undefined) pairs.push(['Cost', money(run.cost_micros)]);
  if (run.claims > 1) pairs.push(['Claims', count(run.claims)]);
  const rows = pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)));
  return element('dl', { class: 'facts' }, ...rows);
}

function draw(steps, elapsed, width) {
  const shown = steps.filter((step) => step.from_ms !== undefined);
  if (!shown.length) return undefined;
  const running = shown.some((step) => step.to_ms === undefined);
  const end = Math.max(1, ...shown.map((step) => step.to_ms ?? step.from_ms), running ? elapsed : 0);
  const x = (ms) => LEFT + (Math.min(ms, end) / end) * (width - LEFT - RIGHT);
  const height = TOP + shown.length * ROW + 8;
  const picture = svg('svg', { class: 'picture', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  for (const part of width > 600 ? [0, 0.25, 0.5, 0.75, 1] : [0, 1]) {
    const at = x(part * end);
    picture.append(
      svg('path', { class: 'tick', d: `M${at} ${TOP - 6}V${height - 4}` }),
      svg('text', { class: 'tick-label', x: at, y: 14, 'text-anchor': 'middle' }, duration(part * end)),
    );
  }
  shown.forEach((step, i) => picture.append(...bar(step, TOP + i * ROW, x, end)));
  return picture;
}

const MARKS = new Set(['claim', 'rewind', 'fallback', 'error', 'end', 'trimmed']);

function bar(step, y, x, end) {
  const label = svg('text', { x: 10, y: y + 13 }, clip(name(step), 24));
  if (MARKS.has(step.kind)) {
    const bad = step.kind === 'error' || step.kind === 'rewind';
    const at = x(step.from_ms);
    return [label, svg('path', { class: bad ? 'mark bad' : 'mark', d: `M${at} ${y + 3}l6 6l-6 6l-6 -6Z` })];
  }
  const to = step.to_ms ?? end;
  const rect = (from, until, kind) =>
    svg('rect', { class: kind, x: x(from), y: y + 2, width: Math.max(2, x(until) - x(from)), height: ROW - 8, rx: 2 });
  const state = step.to_ms === undefined ? ' open' : '';
  if (step.kind === 'model') {
    const bars = step.state === 'cut' ? 'bad' : 'model';
    const first = Math.min(step.first_word_ms ?? to, to);
    return [label, rect(step.from_ms, first, 'model-wait' + state), rect(first, to, bars + state)];
  }
  const kind = { queue: 'queue', wait: 'wait', retry: 'wait', tool: 'tool' }[step.kind] ?? 'mark';
  return [label, rect(step.from_ms, to, (step.state === 'failed' ? 'bad' : kind) + state)];
}

const clip = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);

function name(step) {
  switch (step.kind) {
    case 'queue': return 'in the queue';
    case 'claim': return `taken, epoch ${step.epoch}`;
    case 'model': return `turn ${step.turn}: model`;
    case 'tool': return `turn ${step.turn}: ${step.name}`;
    case 'wait': return 'waits';
    case 'retry': return 'retry';
    case 'fallback': return 'other model';
    case 'rewind': return `turn ${step.turn}: void`;
    case 'trimmed': return 'earlier events gone';
    case 'error': return 'error';
    case 'end': return 'end';
    default: return words(step.kind);
  }
}

function details(step) {
  switch (step.kind) {
    case 'claim': return step.model;
    case 'model': return model(step);
    case 'tool': return badge(step.state);
    case 'wait': return step.reason;
    case 'retry': return `attempt ${step.attempt}: ${step.reason}`;
    case 'fallback': return `${step.from_model} → ${step.to_model}: ${step.reason}`;
    case 'rewind': return step.reason;
    case 'error': return step.type;
    case 'end': return element('span', {}, badge(step.status), step.reason ? ` ${step.reason}` : '');
    default: return '';
  }
}

function model(step) {
  if (step.cost_micros === undefined) return badge(step.state === 'cut' ? 'failed' : 'running');
  const read = step.input_tokens + step.cache_read_tokens + step.cache_write_tokens;
  const parts = [
    `${count(read)} → ${count(step.output_tokens)} tokens`,
    step.cache_read_tokens > 0 && `${count(step.cache_read_tokens)} from cache`,
    money(step.cost_micros) + (step.source === 'estimate' ? ' (estimate)' : ''),
    step.model,
  ];
  const id = step.request_id ? [element('small', {}, element('code', {}, step.request_id))] : [];
  return element('span', {}, parts.filter(Boolean).join(' · '), ...id);
}

function table(steps) {
  const head = (text, kind) => element('th', kind ? { scope: 'col', class: kind } : { scope: 'col' }, text);
  const heads = [head('Step'), head('At', 'number'), head('Took', 'number'), head('Details')];
  const rows = steps.map((step) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name(step)),
      element('td', { class: 'number' }, step.from_ms === undefined ? '–' : duration(step.from_ms)),
      element('td', { class: 'number' }, took(step)),
      element('td', {}, details(step)),
    ),
  );
  const made = element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, 'What happened in this run, in order'),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'scroll', role: 'region', 'aria-label': 'Steps of the run', tabindex: '0' }, made);
}

function took(step) {
  if (step.duration_ms !== undefined) return duration(step.duration_ms);
  if (step.from_ms === undefined || MARKS.has(step.kind)) return '–';
  return step.to_ms === undefined ? '…' : duration(step.to_ms - step.from_ms);
}
