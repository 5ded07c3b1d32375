// Question: when a sale opens and 10 requests a second become 1,000 and then 4,000, is everything accepted, and is it soon over?
//
// 4,000 a second is the reference systems' peak. At the peak being slower is allowed, refusing and dropping are not; and afterwards all must be as
// before. One visitor in so many waits for the outcome: at these rates waiting for all would be a test of k6.

import exec from 'k6/execution';

import { seconds, whole } from './lib/options.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero } from './lib/metrics.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, stepped } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers } from './lib/tokens.js';
import { guarded, visit } from './lib/visits.js';

const MANNERS = { watch: whole('WATCH', 20), repeat: 50, cancel: 0 };
const PEAK = whole('PEAK', 4000);
const RUSH = Math.ceil(PEAK / 4);
const QUIET = Math.ceil(PEAK / 400);
const HOLD = seconds('DURATION', '30s');
const RAMP = 5;
const WARM_UP_RATE_MAX = 500;

// After the peak the rush goes on for a ramp; what comes then is judged as quiet again.
const PHASES = [
  { phase: 'quiet', rate: QUIET, ramp: 0, hold: HOLD },
  { phase: 'rush', rate: RUSH, ramp: RAMP, hold: HOLD },
  { phase: 'peak', rate: PEAK, ramp: RAMP, hold: HOLD },
  { phase: 'after', rate: QUIET, ramp: RAMP, hold: HOLD },
];

const shape = stepped(PHASES, MANNERS.watch);
const people = customers(whole('CUSTOMERS', 20000));

export const options = {
  ...MEASURING,
  scenarios: scenarios(shape, Math.min(RUSH, WARM_UP_RATE_MAX)),
  thresholds: thresholds({
    'sluice_accept{phase:quiet}': ['p(99)<=50'],
    'sluice_accept{phase:rush}': ['p(99)<=100'],
    'sluice_accept{phase:peak}': ['p(99)<=500'],
    'sluice_accept{phase:after}': ['p(99)<=50'],
    'sluice_outcome{phase:quiet}': ['p(99)<=500'],
    'sluice_outcome{phase:rush}': ['p(99)<=1000'],
    'sluice_outcome{phase:peak}': ['p(99)<=2000'],
    'sluice_outcome{phase:after}': ['p(99)<=500'],
  }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, whole('SESSIONS', 6));
}

export default guarded((sessions) => {
  visit(people, sessions, MANNERS, { phase: phase() });
});

/** A ramp up belongs to what it leads to, the ramp down to the peak. */
function phase() {
  let left = (Date.now() - exec.scenario.startTime) / 1000;
  for (const { phase, ramp, hold } of PHASES) {
    left -= ramp;
    if (phase === 'after' && left < 0) {
      return 'peak';
    }
    left -= hold;
    if (left < 0) {
      return phase;
    }
  }
  return 'after';
}

export const handleSummary = summary(
  'on-sale',
  'does the opening of a sale, 10 to 1,000 to 4,000 requests a second, leave nobody without an answer?',
  options,
  shape,
);
