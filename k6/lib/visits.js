// A visit: a customer asks for seats, and perhaps waits for the outcome, sends it twice, gives the seats back. Every answer is counted.

import { check } from 'k6';

import { Client, describe, problem } from './client.js';
import * as metrics from './metrics.js';
import { Random } from './random.js';
import { fulfils, wish } from './wishes.js';

/** Who waits gives up after so many seconds; it counts as unexpected. */
const OUTCOME_WAIT_SECONDS = 15;

/** Unexpected answers that each VU tells of. */
const TOLD_MAX = 2;
let told = 0;

/** While warming up everybody waits, and gives back what they got: the seats are for the run. */
const WARM_UP_MANNERS = { watch: 1, repeat: 50, cancel: 1 };

/**
 * What visitors do.
 *
 * @typedef {object} Manners
 * @property {number} watch one in so many waits for the outcome
 * @property {number} repeat one in so many sends the request twice; 0: nobody
 * @property {number} cancel one in so many of those who saw that they got seats gives them back; 0: nobody
 */

/** One visit to one of the sessions; answers how long accept and outcome took, as far as they are known. */
export function visit(customers, sessions, wanted, tags = {}) {
  const manners = metrics.warmingUp() ? WARM_UP_MANNERS : wanted;
  const random = Random.ofIteration();
  const client = new Client(random.of(customers).token);
  const session = random.of(sessions);
  const body = wish(random, session);
  const id = crypto.randomUUID();
  const watches = random.oneIn(manners.watch);
  const repeats = random.oneIn(manners.repeat);
  const cancels = random.oneIn(manners.cancel);

  const sentAt = Date.now();
  const answer = client.reserve(session.id, id, body);
  if (!took(answer, tags)) {
    return {};
  }
  if (repeats) {
    repeat(client, session, id, body);
  }
  if (!watches) {
    return { accept: answer.timings.duration };
  }
  const view = outcomeOf(client, session, id, sentAt, tags);
  const outcome = view === undefined ? undefined : Date.now() - sentAt;
  if (view !== undefined && view.state === 'GRANTED') {
    metrics.granted.add(1, tags);
    metrics.seatsGranted.add(view.outcome.seats.length, tags);
    check(view, { 'granted what was asked for': (v) => fulfils(v.outcome.seats, body) });
    if (cancels) {
      cancel(client, session, id, tags);
    }
  }
  return { accept: answer.timings.duration, outcome };
}

/** Makes a function of iterations of it, in which an error of the script counts instead of passing unseen. */
export function guarded(iteration) {
  return (data) => {
    try {
      iteration(data);
    } catch (e) {
      metrics.unexpected.add(1);
      tell(e.stack || String(e));
    }
  };
}

/** Counts the answer to a request or bulk call; true if it is 202. */
export function took(answer, tags = {}) {
  if (answer.status === 202) {
    metrics.accepted.add(1, tags);
    metrics.accept.add(answer.timings.duration, tags);
  } else if (answer.status === 429) {
    metrics.tooMany.add(1, tags);
  } else if (answer.status === 503 && problem(answer) !== '') {
    metrics.unavailable.add(1, { ...tags, type: problem(answer) });
  } else {
    isUnexpected(answer, tags);
  }
  return answer.status === 202;
}

/** Counts an answer that there should not be, and tells of it. */
export function isUnexpected(answer, tags = {}) {
  metrics.unexpected.add(1, tags);
  tell(describe(answer));
}

function repeat(client, session, id, body) {
  const answer = client.reserve(session.id, id, body);
  if (answer.status === 429 || answer.status === 503) {
    took(answer);
    return;
  }
  const replayed = check(answer, {
    'a repeat is answered as one': (r) => r.status === 202 && r.headers['Idempotent-Replayed'] === 'true' && r.json('id') === id,
  });
  if (replayed) {
    metrics.replayed.add(1);
  } else {
    isUnexpected(answer);
  }
}

function outcomeOf(client, session, id, sentAt, tags) {
  metrics.watched.add(1, tags);
  const answer = client.request(session.id, id, OUTCOME_WAIT_SECONDS);
  if (answer.status !== 200) {
    isUnexpected(answer, tags);
    return undefined;
  }
  const view = answer.json();
  if (view.state === 'GRANTED' || view.state === 'REJECTED') {
    metrics.outcome.add(Date.now() - sentAt, tags);
  }
  if (view.state === 'REJECTED') {
    metrics.rejected.add(1, { ...tags, reason: view.reason });
  } else if (view.state !== 'GRANTED') {
    // Still queued after the wait, or dead-lettered.
    isUnexpected(answer, tags);
    return undefined;
  }
  check(view, { 'the outcome is of the request': (v) => v.id === id && v.session === session.id });
  return view;
}

function cancel(client, session, reservation, tags) {
  const id = crypto.randomUUID();
  const sentAt = Date.now();
  if (!took(client.cancel(session.id, reservation, id), tags)) {
    return;
  }
  const view = outcomeOf(client, session, id, sentAt, tags);
  if (view !== undefined && check(view, { 'seats are given back': (v) => v.state === 'GRANTED' && v.outcome.type === 'CANCELLED' })) {
    metrics.cancelled.add(1, tags);
  }
}

function tell(text) {
  if (told < TOLD_MAX) {
    told++;
    console.error(text);
  }
}
