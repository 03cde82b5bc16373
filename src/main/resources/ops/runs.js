// The table of recent runs. Rows are kept and changed in place, so that focus stays where it is.

import { badge, count, duration, element, money, setText, shortId, time, words } from './format.js';

export class RunsPanel {
  constructor(body, note) {
    this.body = body;
    this.note = note;
    this.rows = new Map();
  }

  /** @param runs newest first; null when they could not be had */
  update(runs, now) {
    if (runs === null) {
      setText(this.note, 'The runs cannot be read at the moment; these are the last known ones.');
      return;
    }
    setText(this.note, runs.length ? '' : 'No run yet.');
    const known = new Set(runs.map((run) => run.id));
    for (const [id, row] of this.rows) {
      if (!known.has(id)) {
        row.node.remove();
        this.rows.delete(id);
      }
    }
    for (const run of [...runs].reverse()) {
      if (!this.rows.has(run.id)) {
        const row = new Row(run);
        this.rows.set(run.id, row);
        this.body.prepend(row.node);
      }
      this.rows.get(run.id).update(run, now);
    }
  }

  /** @param id of the run whose timeline is shown, or none */
  mark(id) {
    for (const [other, row] of this.rows) {
      if (other === id) row.node.setAttribute('aria-current', 'true');
      else row.node.removeAttribute('aria-current');
    }
  }
}

class Row {
  constructor(run) {
    const link = element('a', { href: `#run=${encodeURIComponent(run.id)}`, 'aria-label': `Timeline of run ${run.id}` });
    link.append(element('code', {}, shortId(run.id)));
    this.status = element('td');
    this.accepted = element('td');
    this.took = element('td', { class: 'number' });
    this.tokens = element('td', { class: 'number' });
    this.cost = element('td', { class: 'number' });
    this.node = element(
      'tr',
      {},
      element('th', { scope: 'row' }, link),
      this.status,
      element('td', {}, element('code', {}, run.user)),
      element('td', {}, run.agent, element('small', {}, run.model)),
      this.accepted,
      this.took,
      this.tokens,
      this.cost,
    );
  }

  update(run, now) {
    setText(this.accepted, time(run.created_at, now));
    const from = Date.parse(run.started_at ?? now);
    const took = run.duration_ms ?? Math.max(0, Date.parse(now) - from);
    setText(this.took, run.started_at ? duration(took) : '–');
    setText(this.tokens, run.tokens_read === undefined ? '–' : `${count(run.tokens_read)} → ${count(run.tokens_written)}`);
    setText(this.cost, run.cost_micros === undefined ? '–' : money(run.cost_micros));
    this.updateStatus(run);
  }

  updateStatus(run) {
    const why = [
      run.error ?? run.reason,
      run.claims > 1 && `taken ${run.claims} times`,
      run.failures > 0 && `failed ${run.failures} times`,
    ].filter(Boolean).map(words).join(', ');
    const key = `${run.status}|${why}`;
    if (this.shown === key) return;
    this.shown = key;
    this.status.replaceChildren(badge(run.status), ...(why ? [element('small', {}, why)] : []));
  }
}
