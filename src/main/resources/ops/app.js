// Keeps the page up to date: one event stream for everything, one request per timeline.

import { setText } from './format.js';
import { breakersPanel, budgetsPanel, LoadPanel, RatesPanel } from './panels.js';
import { RunsPanel } from './runs.js';
import { drawTimeline } from './timeline.js';

const TRY_AGAIN = 10_000;
const SILENT = 10_000;
const ANNOUNCE_EVERY = 60_000;
const REFRESH_EVERY = 2_000;

const byId = (id) => document.getElementById(id);
const load = new LoadPanel(byId('load'));
const rates = new RatesPanel(byId('plots'));
const budgets = budgetsPanel(byId('budgets'));
const breakers = breakersPanel(byId('breakers'));
const runs = new RunsPanel(byId('run-rows'), byId('runs-note'));
const pause = byId('pause');

let latest;
let heardAt = 0;
let paused = false;
let announcedAt = 0;
let announcedState = '';

function connection(state, text) {
  const badge = byId('connection');
  badge.dataset.state = state;
  setText(badge, text);
  if (state !== announcedState && (state === 'live' || state === 'lost')) {
    announcedState = state;
    announce(text);
  }
}

function announce(text) {
  announcedAt = Date.now();
  setText(byId('announcements'), text);
}

function show(snapshot) {
  load.update(snapshot.load);
  rates.update(snapshot.rates);
  budgets.update(snapshot.budgets, snapshot.at);
  breakers.update(snapshot.breakers, snapshot.at);
  runs.update(snapshot.runs, snapshot.at);
  runs.mark(chosen());
  if (Date.now() - announcedAt > ANNOUNCE_EVERY) {
    const { in_flight: busy, capacity, queued } = snapshot.load;
    announce(`${busy} of ${capacity} runs in flight, ${queued} queued`);
  }
}

function listen() {
  const stream = new EventSource('ops/stream');
  stream.addEventListener('snapshot', (event) => {
    latest = JSON.parse(event.data);
    heardAt = Date.now();
    if (paused) return;
    connection('live', 'live');
    show(latest);
  });
  stream.addEventListener('error', () => {
    connection('lost', 'no connection, trying again');
    // A refusal ends an EventSource for good; a broken connection it mends by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, TRY_AGAIN);
  });
}

/** An open connection that says nothing is as good as none. */
function watch() {
  if (!paused && heardAt && Date.now() - heardAt > SILENT) connection('lost', 'nothing heard, waiting');
}

pause.addEventListener('click', () => {
  paused = !paused;
  pause.setAttribute('aria-pressed', String(paused));
  if (paused) connection('paused', 'paused');
  else if (latest) {
    connection('live', 'live');
    show(latest);
  }
});

// The address says whose timeline is shown, so that it can be sent to a colleague.

const chosen = () => {
  const match = /^#run=(.+)$/.exec(location.hash);
  try {
    return match ? decodeURIComponent(match[1]) : undefined;
  } catch {
    return undefined;
  }
};

let asked = 0;
let unfinished = false;

async function openTimeline(focus) {
  const id = chosen();
  const number = ++asked;
  byId('timeline').hidden = !id;
  runs.mark(id);
  unfinished = false;
  if (!id) return;
  const body = byId('timeline-body');
  const answer = await read(id);
  if (number !== asked) return;
  if (answer.error) {
    body.replaceChildren(Object.assign(document.createElement('p'), { className: 'none', textContent: answer.error }));
  } else {
    body.replaceChildren(...drawTimeline(answer, latest?.at ?? new Date().toISOString(), body.clientWidth));
    unfinished = !answer.run.finished_at;
  }
  if (focus) byId('timeline-title').focus();
}

async function read(id) {
  try {
    const response = await fetch(`ops/runs/${encodeURIComponent(id)}`);
    return await response.json();
  } catch {
    unfinished = true;
    return { error: 'The run cannot be read at the moment.' };
  }
}

function refresh() {
  const inside = byId('timeline-body').contains(document.activeElement);
  if (unfinished && !paused && !inside && !document.hidden) openTimeline(false);
}

addEventListener('hashchange', () => openTimeline(true));
setInterval(watch, 2_000);
setInterval(refresh, REFRESH_EVERY);
listen();
openTimeline(false);
