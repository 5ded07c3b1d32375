// Question: does one session alone, hence one shard and its one writer, keep load's promise when a thousand a second want it?
//
// Everybody names seats of the same few rows, or asks for the best: most are rejected soon. That is the point: a rejection must come as fast
// as a grant.

import { seconds, whole } from './lib/options.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero } from './lib/metrics.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, steady } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers } from './lib/tokens.js';
import { guarded, visit } from './lib/visits.js';

const HOT_ROWS = 5;
const WARM_UP_RATE_MAX = 500;

const MANNERS = { watch: whole('WATCH', 4), repeat: 50, cancel: 0 };
const RATE = whole('RATE', 1000);
const shape = steady(RATE, seconds('DURATION', '1m'), MANNERS.watch);
const people = customers(whole('CUSTOMERS', 10000));

export const options = {
  ...MEASURING,
  scenarios: scenarios(shape, Math.min(RATE, WARM_UP_RATE_MAX)),
  thresholds: thresholds({ sluice_accept: ['p(99)<=50'], sluice_outcome: ['p(99)<=500'] }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, 1, HOT_ROWS);
}

export default guarded((sessions) => {
  visit(people, sessions, MANNERS);
});

export const handleSummary = summary(
  'hot-session',
  'does one session alone take a thousand requests a second within 50 ms and 500 ms (p99)?',
  options,
  shape,
);
