// Question: after half an hour of steady work, is everything as quick as in the first minutes?
//
// Half of those who get seats give them back, and holds expire after ten minutes, so seats go round. A probe of one visitor at a time compares the
// medians of the last tenth with those of the first, and looks at the intake's heap.

import { check, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

import { seconds, URL, whole } from './lib/options.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero, heap, steps } from './lib/metrics.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, START_SECONDS, steady } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers } from './lib/tokens.js';
import { guarded, visit } from './lib/visits.js';

const PROBE_PAUSE_SECONDS = 0.5;

/** Several visits of the probe, so that one of them falls into it; and less than a tenth of the shortest run. */
const COMPARED_BEFORE_END_SECONDS = 3;
const DURATION_SECONDS_MIN = 60;
const HEAP_EVERY = 10;

/** Medians of the last tenth may be so many times those of the first, and so many milliseconds more: both are small. */
const DRIFT_FACTOR_MAX = 1.5;
const DRIFT_SLACK = { accept: 20, outcome: 100 };

const MANNERS = { watch: 1, repeat: 50, cancel: 2 };
const RATE = whole('RATE', 100);
const DURATION = seconds('DURATION', '30m', DURATION_SECONDS_MIN);
const shape = steady(RATE, DURATION, MANNERS.watch);
const people = customers(whole('CUSTOMERS', 20000));

export const options = {
  ...MEASURING,
  scenarios: {
    ...scenarios(shape, RATE),
    probe: {
      executor: 'constant-vus',
      exec: 'probe',
      vus: 1,
      startTime: `${START_SECONDS}s`,
      duration: `${DURATION}s`,
    },
  },
  thresholds: thresholds({
    'sluice_accept{part:first}': ['p(99)<=50'],
    'sluice_accept{part:middle}': ['p(99)<=50'],
    'sluice_accept{part:last}': ['p(99)<=50'],
    'sluice_outcome{part:first}': ['p(99)<=500'],
    'sluice_outcome{part:middle}': ['p(99)<=500'],
    'sluice_outcome{part:last}': ['p(99)<=500'],
    'sluice_heap_after_gc{part:last}': ['max<90'],
    // The probe came to its comparison.
    sluice_steps: ['count==1'],
  }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, whole('SESSIONS', 6));
}

export default guarded((sessions) => {
  visit(people, sessions, MANNERS, { part: part() });
});

// Of the one VU that is the probe.
const first = { accept: [], outcome: [] };
const last = { accept: [], outcome: [] };
let compared = false;

export const probe = guarded((sessions) => {
  const took = visit(people, sessions, MANNERS, { part: part() });
  const tenth = { first, last }[part()];
  if (tenth !== undefined) {
    ['accept', 'outcome'].filter((what) => took[what] !== undefined).forEach((what) => tenth[what].push(took[what]));
  }
  if (exec.vu.iterationInScenario % HEAP_EVERY === 0) {
    readHeap();
  }
  if ((1 - exec.scenario.progress) * DURATION <= COMPARED_BEFORE_END_SECONDS && !compared) {
    compared = true;
    steps.add(1);
    ['accept', 'outcome'].forEach((what) => compare(what, median(first[what]), median(last[what])));
  }
  sleep(PROBE_PAUSE_SECONDS);
});

function compare(what, before, after) {
  const held = check(null, {
    [`${what}: no slower at the end than at the beginning`]: () => after <= before * DRIFT_FACTOR_MAX + DRIFT_SLACK[what],
  });
  console[held ? 'info' : 'error'](`Median ${what}: ${before} ms in the first tenth, ${after} ms in the last`);
}

/** NaN of nothing, which no comparison holds with. */
function median(values) {
  return values.length === 0 ? NaN : values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function part() {
  const progress = exec.scenario.progress;
  return progress < 0.1 ? 'first' : progress < 0.9 ? 'middle' : 'last';
}

/** A deployment may keep its figures from the outside: then there is none. */
function readHeap() {
  const answer = http.get(`${URL}/actuator/prometheus`, { tags: { name: 'figures' }, responseCallback: http.expectedStatuses(200, 401, 403, 404) });
  const used = /^jvm_memory_usage_after_gc\{[^}]*area="heap"[^}]*\} (\S+)$/m.exec(answer.status === 200 ? answer.body : '');
  if (used !== null) {
    heap.add(Number(used[1]) * 100, { part: part() });
  }
}

export const handleSummary = summary(
  'soak',
  'is everything as quick at the end as it was at the beginning?',
  options,
  shape,
);
