// What is going on now: load, rates, budgets, breakers.

import { badge, count, duration, element, money, setText, time, words } from './format.js';
import { Plot } from './plot.js';

export class LoadPanel {
  constructor(node) {
    this.busy = element('dd');
    this.meter = element('meter', { min: 0, 'aria-label': 'Share of the capacity in use' });
    this.queued = element('dd');
    this.readers = element('dd');
    this.phase = element('dd');
    node.replaceChildren(
      tile('In flight', this.busy, this.meter),
      tile('Queued', this.queued),
      tile('Readers', this.readers),
      tile('Phase', this.phase),
    );
  }

  update(load) {
    setText(this.busy, `${count(load.in_flight)} of ${count(load.capacity)}`);
    this.meter.max = load.capacity;
    this.meter.high = load.capacity * 0.9;
    this.meter.value = load.in_flight;
    setText(this.queued, count(load.queued));
    setText(this.readers, count(load.readers));
    setText(this.phase, load.phase);
  }
}

function tile(name, value, ...more) {
  value.append(...more.length ? [] : ['–']);
  const holder = element('div', { class: 'tile' }, element('dt', {}, name), value);
  if (more.length) holder.append(element('dd', {}, ...more));
  return holder;
}

const TOKENS = [
  ['input', 'Input tokens'],
  ['cache_write', 'Cache written'],
  ['cache_read', 'Cache read'],
  ['output', 'Output tokens'],
];

export class RatesPanel {
  constructor(node) {
    this.tokens = TOKENS.map(([kind, title]) => [kind, new Plot(title, count)]);
    this.cost = new Plot('Money', money);
    this.runs = new Plot('Runs ended', count);
    this.calls = new Plot('Model calls', count);
    this.limited = new Plot('Refused with 429', count);
    const others = [this.cost, this.runs, this.calls, this.limited];
    node.replaceChildren(...this.tokens.map(([, plot]) => plot.node), ...others.map((plot) => plot.node));
  }

  update(rates) {
    const none = new Array(rates.points).fill(0);
    for (const [kind, plot] of this.tokens) plot.update(rates.tokens[kind] ?? none);
    this.cost.update(total(rates.cost_micros, none));
    this.limited.update(total(rates.rate_limited, none));
    this.runs.update(total(rates.runs_ended, none), latest(rates.runs_ended));
    this.calls.update(total(rates.model_calls, none), latest(rates.model_calls));
  }
}

const total = (byName, none) =>
  Object.values(byName).reduce((sum, points) => sum.map((value, i) => value + points[i]), none);

const latest = (byName) =>
  Object.entries(byName)
    .map(([name, points]) => [words(name), points.at(-1)])
    .filter(([, value]) => value > 0);

/** A table that is drawn anew when its rows change; says so when there is nothing to show. */
class TablePanel {
  constructor(node, caption, columns, row) {
    this.node = node;
    this.caption = caption;
    this.columns = columns;
    this.row = row;
    this.shown = undefined;
  }

  update(entries, now) {
    const rows = entries?.map((entry) => this.row(entry, now));
    const key = JSON.stringify(rows?.map((cells) => cells.map((cell) => cell.textContent)) ?? null);
    if (key === this.shown) return;
    this.shown = key;
    if (!rows?.length) {
      const text = rows ? 'Not in use.' : 'Not to be had at the moment.';
      this.node.replaceChildren(element('p', { class: 'none' }, text));
      return;
    }
    const head = this.columns.map((name) => element('th', { scope: 'col' }, name));
    this.node.replaceChildren(
      element(
        'table',
        {},
        element('caption', { class: 'visually-hidden' }, this.caption),
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells))),
      ),
    );
  }
}

const cell = (...content) => element('td', {}, ...content);

export const budgetsPanel = (node) =>
  new TablePanel(
    node,
    'Budgets of the limiter and who waits for them',
    ['Budget', 'Left', 'Waiting', 'State'],
    (budget, now) => [
      element('th', { scope: 'row' }, budget.name, element('small', {}, words(budget.kind))),
      cell(`${count(budget.remaining)} of ${count(budget.limit)}`, share(budget)),
      cell(budget.waiting ? `${count(budget.waiting)}, up to ${duration(budget.longest_wait_ms)}` : 'none'),
      cell(budget.closed_until ? `closed until ${time(budget.closed_until, now)}` : 'free'),
    ],
  );

function share(budget) {
  const meter = element('meter', { min: 0, max: Math.max(1, budget.limit), value: budget.remaining });
  meter.setAttribute('aria-label', `${budget.name}, ${words(budget.kind)}: what is left`);
  return element('small', {}, meter);
}

export const breakersPanel = (node) =>
  new TablePanel(
    node,
    'Circuit breakers',
    ['Breaker', 'State', 'Failures in a row', 'Next trial'],
    (breaker, now) => [
      element('th', { scope: 'row' }, breaker.name),
      cell(badge(breaker.state)),
      cell(count(breaker.failures_in_row)),
      cell(breaker.next_trial ? time(breaker.next_trial, now) : '–'),
    ],
  );
