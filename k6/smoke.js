// Question: does every call of the API do what the documentation says, once, for one customer and another?
//
// One VU goes through it step by step. This is no measurement, so nothing arrives at a rate; it runs in CI, in less than 40 seconds.

import { check, group, sleep } from 'k6';
import http from 'k6/http';

import { Client, describe, problem } from './lib/client.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero, granted, outcome, rejected, steps } from './lib/metrics.js';
import { seconds } from './lib/options.js';
import { chooseSessions } from './lib/sessions.js';
import { summary } from './lib/summary.js';
import { thresholdsOfSteps } from './lib/thresholds.js';
import { customers, MANY, RESERVE_BULK, sign } from './lib/tokens.js';
import { took } from './lib/visits.js';

const WAIT_SECONDS = 5;
const TRIES_MAX = 20;

const people = customers(2);
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const STEPS = {
  'sessions and seat map': looksAround,
  'best available seats': reservesBest,
  'repeat and reuse of a key': repeats,
  'seats by name': reservesNamed,
  'a taken seat': wantsTakenSeats,
  'server-sent events': followsEvents,
  'what is not well-formed': sendsNonsense,
  'who may not': lacksRights,
  'my own': listsOwn,
  cancellation: cancels,
  'a bulk call': callsInBulk,
};

export const options = {
  ...MEASURING,
  scenarios: {
    walk: { executor: 'per-vu-iterations', vus: 1, iterations: 1, maxDuration: `${seconds('DURATION', '40s')}s` },
  },
  thresholds: thresholdsOfSteps({
    // An error of the script ends its iteration, and k6 says nothing of that in its exit status; the steps left out do.
    sluice_steps: [`count==${Object.keys(STEPS).length}`],
    sluice_outcome: [`max<=${WAIT_SECONDS * 1000}`],
  }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, 1, 1)[0];
}

export default function (session) {
  const walk = { session: session.id, grades: session.grades, me: new Client(people[0].token), other: MANY ? new Client(people[1].token) : null };
  for (const [name, step] of Object.entries(STEPS)) {
    group(name, () => step(walk));
    steps.add(1);
  }
}

function looksAround(walk) {
  const { me, session } = walk;
  expect('a session is found by its id', me.session(session), (r) => r.status === 200 && r.json('id') === session && r.json('prices').length > 0);
  expect('an unknown session is 404', me.session(UNKNOWN, http.expectedStatuses(404)), (r) => r.status === 404 && problem(r) === 'unknown-session');
  expect('sessions are listed', me.sessions(), (r) => r.status === 200 && r.json('sessions').length > 0);
  const map = me.seats(session);
  expect('the seat map has a tag', map, (r) => r.status === 200 && Boolean(r.headers.Etag));
  expect('the seat map counts right', map, (r) => countsRight(r.json()));
  expect('an unchanged seat map is 304', seatsAgain(me, session, map.headers.Etag), (r) => r.status === 304 && !r.body);
  walk.free = freePair(map.json());
}

function reservesBest(walk) {
  walk.best = { grades: walk.grades, quantity: 2 };
  walk.bestId = crypto.randomUUID();
  const sentAt = Date.now();
  const answer = walk.me.reserve(walk.session, walk.bestId, walk.best);
  expect('a reservation is accepted', answer, (r) => took(r) && r.json('id') === walk.bestId && r.json('state') === 'QUEUED' && r.json('place') >= 1);
  expect('202 says where to ask, and when', answer, (r) => r.headers.Location === path(walk, walk.bestId) && Number(r.headers['Retry-After']) > 0);
  const view = decided(walk, walk.bestId, sentAt);
  expect('best available seats are granted', view, (r) => r.json('state') === 'GRANTED' && r.json('outcome.seats').length === 2);
}

function repeats(walk) {
  expect('a repeat gets the first answer', walk.me.reserve(walk.session, walk.bestId, walk.best), (r) => {
    return r.status === 202 && r.headers['Idempotent-Replayed'] === 'true' && r.json('id') === walk.bestId;
  });
  const otherwise = { ...walk.best, quantity: 1 };
  expect('a key used for another body is 422', walk.me.reserve(walk.session, walk.bestId, otherwise, http.expectedStatuses(422)), (r) => {
    return r.status === 422 && problem(r) === 'id-reused';
  });
}

function reservesNamed(walk) {
  walk.named = crypto.randomUUID();
  const sentAt = Date.now();
  expect('seats by name are accepted', walk.me.reserve(walk.session, walk.named, { seats: walk.free }), took);
  const view = decided(walk, walk.named, sentAt);
  expect('the seats that were named are granted', view, (r) => r.json('state') === 'GRANTED' && same(r.json('outcome.seats'), walk.free));
  expect('the seat map shows them as held', walk.me.seats(walk.session), (r) => walk.free.every((seat) => stateOf(r.json(), seat) === 'HELD'));
}

function wantsTakenSeats(walk) {
  const customer = walk.other || walk.me;
  const id = crypto.randomUUID();
  const sentAt = Date.now();
  expect('a wish for taken seats is accepted', customer.reserve(walk.session, id, { seats: walk.free }), took);
  const view = decided({ ...walk, me: customer }, id, sentAt);
  expect('a taken seat is a rejection, with a reason and a sentence', view, (r) => {
    return r.json('state') === 'REJECTED' && r.json('reason') === 'SEAT_TAKEN' && r.json('retryable') === true && r.json('message').length > 0;
  });
}

function followsEvents(walk) {
  const id = crypto.randomUUID();
  expect('a request to follow is accepted', walk.me.reserve(walk.session, id, { grades: walk.grades, quantity: 1 }), took);
  expect('events end with the outcome', walk.me.events(walk.session, id), (r) => {
    const events = String(r.body).trim().split('\n\n');
    const last = events[events.length - 1];
    const data = /^data: (.*)$/m.exec(last);
    return (
      r.status === 200 &&
      r.headers['Content-Type'].startsWith('text/event-stream') &&
      /^event: outcome$/m.test(last) &&
      data !== null &&
      JSON.parse(data[1]).state === 'GRANTED'
    );
  });
}

function sendsNonsense(walk) {
  const bad = http.expectedStatuses(400);
  const send = (body, key = crypto.randomUUID()) => walk.me.reserve(walk.session, key, body, bad);
  const isInvalid = (r) => r.status === 400 && problem(r) === 'invalid-request';
  expect('broken JSON is 400', send('{"seats": ['), isInvalid);
  expect('a wrong field is named', send({ grades: walk.grades, quantity: 99 }), (r) => {
    return isInvalid(r) && r.json('errors').some((e) => e.field === 'quantity');
  });
  expect('a key that is no UUID is 400', send({ grades: walk.grades, quantity: 1 }, 'mine'), isInvalid);
}

function lacksRights(walk) {
  const nobody = new Client('');
  expect('no token is 401', nobody.reserve(walk.session, crypto.randomUUID(), walk.best, http.expectedStatuses(401)), (r) => {
    return r.status === 401 && problem(r) === 'unauthenticated' && r.headers['Www-Authenticate'] === 'Bearer';
  });
  expect('a request that is not there is 404', walk.me.request(walk.session, UNKNOWN, 0, http.expectedStatuses(404)), isUnknown);
  if (walk.other === null) {
    console.warn('Without SLUICE_SECRET there is one customer only: foreign requests and missing scopes are left out.');
    return;
  }
  expect("another's request is 404", walk.other.request(walk.session, walk.bestId, 0, http.expectedStatuses(404)), isUnknown);
  const powerless = new Client(sign(people[1].name, 'look'));
  expect('a missing scope is 403', powerless.reserve(walk.session, crypto.randomUUID(), walk.best, http.expectedStatuses(403)), (r) => {
    return r.status === 403 && problem(r) === 'forbidden';
  });
}

function listsOwn(walk) {
  expect('my reservations have both', walk.me.myReservations(), (r) => {
    return r.status === 200 && [walk.bestId, walk.named].every((id) => r.json('reservations').some((reservation) => reservation.id === id));
  });
  expect('my requests have both', walk.me.myRequests(), (r) => {
    return r.status === 200 && [walk.bestId, walk.named].every((id) => r.json('requests').some((request) => request.id === id));
  });
}

function cancels(walk) {
  const [first, second] = walk.free;
  for (const [name, seats, given] of [
    ['one seat is given back', [first], [first]],
    ['the rest is given back', [], [second]],
  ]) {
    const id = crypto.randomUUID();
    const sentAt = Date.now();
    expect(`${name}: accepted`, walk.me.cancel(walk.session, walk.named, id, seats), took);
    expect(name, decided(walk, id, sentAt), (r) => {
      return r.json('state') === 'GRANTED' && r.json('outcome.type') === 'CANCELLED' && same(r.json('outcome.seats'), given);
    });
  }
  expect('the seat map shows them as free', walk.me.seats(walk.session), (r) => walk.free.every((seat) => stateOf(r.json(), seat) === 'FREE'));
}

function callsInBulk(walk) {
  const caller = MANY ? new Client(sign(people[0].name, RESERVE_BULK)) : walk.me;
  const good = { session: walk.session, grades: walk.grades, quantity: 1 };
  const foreign = MANY ? { ...good, customer: people[1].name } : good;
  const lines = [good, { session: walk.session, seats: [] }, foreign, { ...good, session: UNKNOWN }, good];
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const id = crypto.randomUUID();
  const answer = caller.bulk(id, body);
  expect('a bulk call names each bad line', answer, (r) => {
    const counts = ['lines', 'accepted', 'refused'].map((name) => r.json(name)).join();
    return r.status === 202 && counts === '5,3,2' && refusals(r) === '2 invalid-request, 4 unknown-session';
  });
  expect('a repeated bulk call is answered as one', caller.bulk(id, body), (r) => r.status === 202 && r.headers['Idempotent-Replayed'] === 'true');
  let status = caller.bulkStatus(id);
  for (let i = 0; i < 4 * WAIT_SECONDS && status.status === 200 && !status.json('done'); i++) {
    sleep(0.25);
    status = caller.bulkStatus(id);
  }
  expect('all good lines are decided', status, (r) => {
    return r.status === 200 && r.json('done') && r.json('counts.GRANTED') === 3 && r.json('counts.REFUSED') === 2;
  });
  expect('bad lines are listed', caller.bulkItems(id, 'REFUSED'), (r) => r.status === 200 && same(r.json('items').map((item) => item.line), [2, 4]));
}

/** The answer with the outcome, which is counted and measured. */
function decided(walk, id, sentAt) {
  const answer = walk.me.request(walk.session, id, WAIT_SECONDS);
  const state = answer.status === 200 ? answer.json('state') : '';
  if (state === 'GRANTED' || state === 'REJECTED') {
    outcome.add(Date.now() - sentAt);
  }
  if (state === 'GRANTED') {
    granted.add(1);
  } else if (state === 'REJECTED') {
    rejected.add(1, { reason: answer.json('reason') });
  }
  return answer;
}

/** Checks an answer; where it is another, or cannot even be read, tells what it was. */
function expect(name, answer, isRight) {
  const right = (r) => {
    try {
      return Boolean(isRight(r));
    } catch (e) {
      return false;
    }
  };
  if (!check(answer, { [name]: right })) {
    console.error(`${name}: ${describe(answer)}`);
  }
}

/** The map that is known already. Where others buy it may have changed meanwhile, so a few times. */
function seatsAgain(client, session, known) {
  let answer = client.seats(session, known);
  for (let i = 0; i < TRIES_MAX && answer.status === 200; i++) {
    answer = client.seats(session, answer.headers.Etag);
  }
  return answer;
}

function isUnknown(answer) {
  return answer.status === 404 && problem(answer) === 'unknown-request';
}

function path(walk, id) {
  return `/v1/sessions/${walk.session}/requests/${id}`;
}

function refusals(answer) {
  return answer
    .json('refusals')
    .map(({ line, problem: { type } }) => `${line} ${type.substring(type.lastIndexOf('/') + 1)}`)
    .join(', ');
}

function countsRight(map) {
  const seats = map.sections.flatMap((section) => section.seats);
  return Object.entries(map.counts).every(([state, count]) => seats.filter((seat) => seat.state === state).length === count);
}

/** Two free seats beside each other, far from where the best available are found. */
function freePair(map) {
  const seats = map.sections.flatMap((section) => section.seats);
  for (let i = seats.length - 1; i > 0; i--) {
    if (seats[i].state === 'FREE' && seats[i - 1].state === 'FREE') {
      return [seats[i - 1].seat, seats[i].seat];
    }
  }
  throw new Error('There are no two free seats');
}

function stateOf(map, label) {
  return map.sections.flatMap((section) => section.seats).find(({ seat }) => seat === label).state;
}

function same(values, others) {
  return values.length === others.length && values.every((value) => others.includes(value));
}

export const handleSummary = summary('smoke', 'does every call of the API do what it should?', options);
