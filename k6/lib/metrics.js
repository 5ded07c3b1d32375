// What is measured beside k6's own metrics. Answers and outcomes are counted apart: a rejection is a right answer, a 503 is not.

import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';

/** The scenario before the one that is asked about: what happens in it is not measured, unless it should not happen at all. */
export const WARM_UP = 'warm_up';

/** Whether this iteration is one of those that only warm up. */
export function warmingUp() {
  return exec.scenario.name === WARM_UP;
}

class Measured {
  constructor(metric) {
    this.metric = metric;
  }

  add(value, tags) {
    if (!warmingUp()) {
      this.metric.add(value, tags);
    }
  }
}

const counter = (name) => new Measured(new Counter(name));
const trend = (name, isTime = true) => new Measured(new Trend(name, isTime));

/** From the first byte of a POST or DELETE sent to the last byte of its 202 received. */
export const accept = trend('sluice_accept');

/** From before the POST until the outcome is in the client's hands. */
export const outcome = trend('sluice_outcome');

/** From before a bulk call until all its lines are decided. */
export const bulkDecided = trend('sluice_bulk_decided');

/** Until a page of sessions, or one session, is there. */
export const page = trend('sluice_page');

/** Until a seat map is there: fresh, or the answer that it is not modified. */
export const mapFresh = trend('sluice_map_fresh');
export const mapUnchanged = trend('sluice_map_unchanged');

/** How full the intake's heap is after a collection, in percent. */
export const heap = trend('sluice_heap_after_gc', false);

export const accepted = counter('sluice_accepted');
export const replayed = counter('sluice_replayed');
export const watched = counter('sluice_watched');
export const granted = counter('sluice_granted');
export const cancelled = counter('sluice_cancelled');
export const seatsGranted = counter('sluice_seats_granted');
export const rejected = counter('sluice_rejected');
export const linesSent = counter('sluice_lines_sent');
export const linesAccepted = counter('sluice_lines_accepted');
export const linesRefused = counter('sluice_lines_refused');
export const steps = counter('sluice_steps');

/** 429: one caller's own limit. */
export const tooMany = counter('sluice_too_many');

/** 503, by problem type. */
export const unavailable = counter('sluice_unavailable');

/** Any other answer that there should not be, none at all, and errors of the script itself. */
export const unexpected = new Counter('sluice_unexpected');

/** Reasons that a reservation or cancellation can be rejected for; those of a mistaken script would be shown as the rest. */
export const REASONS = [
  'SEAT_TAKEN',
  'SOLD_OUT',
  'HELD_FOR_NOW',
  'FEWER_LEFT',
  'NEVER_ADJACENT',
  'NOT_ADJACENT',
  'CUSTOMER_LIMIT_EXCEEDED',
  'HOLD_EXPIRED',
  'SALES_CLOSED',
];

/** Problem types of a 503. */
export const UNAVAILABLE_TYPES = ['backlog-full', 'not-now', 'in-doubt'];

/**
 * Gives these counters a first value, to be called in setup: k6 takes a threshold of a metric without any value as kept, and a run that did nothing
 * would pass.
 */
export function beginAtZero() {
  [accepted, tooMany, unavailable, linesAccepted, steps].forEach((measured) => measured.metric.add(0));
  unexpected.add(0);
}
