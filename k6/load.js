// Question: at 500 requests a second, is each accepted within 50 ms and decided within 500 ms, at the 99th percentile?
//
// 500 a second is the reference systems' figure; they promise a mean of one second. Every visitor waits for the outcome, so this is
// a thousand HTTP calls a second.

import { whole, seconds } from './lib/options.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero } from './lib/metrics.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, steady } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers } from './lib/tokens.js';
import { guarded, visit } from './lib/visits.js';

const MANNERS = { watch: whole('WATCH', 1), repeat: 50, cancel: 0 };
const RATE = whole('RATE', 500);
const shape = steady(RATE, seconds('DURATION', '1m'), MANNERS.watch);
const people = customers(whole('CUSTOMERS', 10000));

export const options = {
  ...MEASURING,
  scenarios: scenarios(shape, RATE),
  thresholds: thresholds({ sluice_accept: ['p(99)<=50'], sluice_outcome: ['p(99)<=500'] }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, whole('SESSIONS', 6));
}

export default guarded((sessions) => {
  visit(people, sessions, MANNERS);
});

export const handleSummary = summary(
  'load',
  'is each of 500 requests a second accepted within 50 ms and decided within 500 ms (p99)?',
  options,
  shape,
);
