// A small plot: a figure with a caption, its latest value, and a line over time.

import { element, setText, svg } from './format.js';

const WIDTH = 100;
const HEIGHT = 30;

export class Plot {
  /** @param show turns a value into words */
  constructor(title, show) {
    this.title = title;
    this.show = show;
    this.value = element('span', { class: 'value' }, '–');
    this.parts = element('p', { class: 'parts' });
    this.area = svg('path', { class: 'area' });
    this.line = svg('path', { class: 'line' });
    this.picture = svg(
      'svg',
      { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
      svg('path', { class: 'ground', d: `M0 ${HEIGHT - 0.5}H${WIDTH}` }),
      this.area,
      this.line,
    );
    this.node = element(
      'figure',
      { class: 'tile' },
      element('figcaption', {}, title, this.value),
      this.picture,
      this.parts,
    );
  }

  /**
   * @param points oldest first
   * @param parts what the latest value is made of: [name, value] pairs
   */
  update(points, parts = []) {
    const latest = points.at(-1) ?? 0;
    const highest = Math.max(0, ...points);
    setText(this.value, this.show(latest));
    setText(this.parts, parts.map(([name, value]) => `${name} ${this.show(value)}`).join(' · '));
    const line = path(points, highest);
    this.line.setAttribute('d', line);
    this.area.setAttribute('d', line && `${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`);
    const told = `${this.title}: now ${this.show(latest)} a minute, at most ${this.show(highest)}`;
    if (this.picture.getAttribute('aria-label') !== told) this.picture.setAttribute('aria-label', told);
  }
}

function path(points, highest) {
  if (points.length < 2) return '';
  const step = WIDTH / (points.length - 1);
  const scale = highest > 0 ? (HEIGHT - 3) / highest : 0;
  return points
    .map((value, i) => `${i ? 'L' : 'M'}${(i * step).toFixed(2)} ${(HEIGHT - 1 - value * scale).toFixed(2)}`)
    .join('');
}
