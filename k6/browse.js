// Question: how quick are sessions and seat maps for many who look, while a few buy and so change what there is to see?
//
// A visitor keeps the tag of each map seen, as a browser does. The trickle of buyers proves that nobody is shown an old map:
// who has an outcome finds its seats in the next map.

import { check } from 'k6';

import { Client } from './lib/client.js';
import { MEASURING } from './lib/measuring.js';
import { beginAtZero, granted, mapFresh, mapUnchanged, page, rejected } from './lib/metrics.js';
import { seconds, whole } from './lib/options.js';
import { Random } from './lib/random.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, START_SECONDS, steady } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers } from './lib/tokens.js';
import { guarded, isUnexpected, took } from './lib/visits.js';
import { wish } from './lib/wishes.js';

const SESSIONS_PERCENT = 10;
const SESSION_PERCENT = 20;

/** One fresh map in so many is counted seat by seat: it is half a megabyte. */
const COUNT_ONE_IN = 50;
const OUTCOME_WAIT_SECONDS = 15;

const RATE = whole('RATE', 200);
const TRICKLE = whole('TRICKLE', 2);
const DURATION = seconds('DURATION', '1m');
const shape = steady(RATE, DURATION, 4);
const trickle = steady(TRICKLE, DURATION, 1);
const people = customers(whole('CUSTOMERS', 2000));

export const options = {
  ...MEASURING,
  scenarios: {
    ...scenarios(shape, RATE),
    trickle: { ...trickle.scenario, exec: 'buy', startTime: `${START_SECONDS}s` },
  },
  thresholds: thresholds({
    'dropped_iterations{scenario:trickle}': ['count==0'],
    sluice_page: ['p(99)<=100'],
    sluice_map_fresh: ['p(99)<=500'],
    sluice_map_unchanged: ['p(99)<=100'],
  }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, whole('SESSIONS', 6));
}

/** What this VU has seen: the tag of each session's map. */
const tags = {};

export default guarded((sessions) => {
  const random = Random.ofIteration();
  const client = new Client(random.of(people).token);
  const percent = random.below(100);
  if (percent < SESSIONS_PERCENT) {
    reads(client.sessions(), { 'sessions are listed': (r) => r.json('sessions').length > 0 });
  } else if (percent < SESSIONS_PERCENT + SESSION_PERCENT) {
    const { id } = random.of(sessions);
    reads(client.session(id), { 'the session is the one asked for': (r) => r.json('id') === id });
  } else {
    looksAtMap(client, random.of(sessions).id, random.oneIn(COUNT_ONE_IN));
  }
});

function reads(answer, checks) {
  if (answer.status === 200) {
    page.add(answer.timings.duration);
    check(answer, checks);
  } else {
    isUnexpected(answer);
  }
}

function looksAtMap(client, session, counts) {
  const known = tags[session];
  const answer = client.seats(session, known);
  if (answer.status === 304 && known !== undefined) {
    mapUnchanged.add(answer.timings.duration);
    check(answer, { 'an unchanged map has no body': (r) => !r.body });
    return;
  }
  if (answer.status !== 200) {
    isUnexpected(answer);
    return;
  }
  mapFresh.add(answer.timings.duration);
  tags[session] = answer.headers.Etag;
  check(answer, { 'a map that is sent has another tag': (r) => Boolean(r.headers.Etag) && r.headers.Etag !== known });
  if (counts) {
    check(answer.json(), { 'the map counts right': countsRight });
  }
}

/** Buys, and looks at the map after that. */
export const buy = guarded((sessions) => {
  const random = Random.ofIteration();
  const client = new Client(random.of(people).token);
  const session = random.of(sessions);
  const id = crypto.randomUUID();
  if (!took(client.reserve(session.id, id, wish(random, session)))) {
    return;
  }
  const answer = client.request(session.id, id, OUTCOME_WAIT_SECONDS);
  if (answer.status !== 200) {
    isUnexpected(answer);
    return;
  }
  const view = answer.json();
  if (view.state !== 'GRANTED') {
    rejected.add(1, { reason: view.reason });
    return;
  }
  granted.add(1);
  const map = client.seats(session.id);
  check(map, { 'who has an outcome finds it in the map': (r) => r.status === 200 && numberOf(r.body) >= view.decided.number });
});

/** The last decision that is in a map; it stands at the beginning, and the rest need not be parsed. */
function numberOf(body) {
  return Number(/"number":(\d+)/.exec(body.substring(0, 200))[1]);
}

function countsRight(map) {
  const counts = {};
  map.sections.forEach((section) => section.seats.forEach(({ state }) => (counts[state] = (counts[state] || 0) + 1)));
  return Object.entries(map.counts).every(([state, count]) => count === (counts[state] || 0));
}

export const handleSummary = summary(
  'browse',
  'how quick are sessions and seat maps for many who look, while a few buy?',
  options,
  shape,
);
