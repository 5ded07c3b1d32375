// Question: how many lines a second do bulk calls bring in, with every bad line named and every good one decided?
//
// One line in a hundred is bad, in one of several ways; which, the script knows. Every call is watched until it is done, and one in ten
// is sent twice.

import { check, sleep } from 'k6';

import { Client, problem } from './lib/client.js';
import { MEASURING } from './lib/measuring.js';
import {
  beginAtZero,
  bulkDecided,
  granted,
  linesAccepted,
  linesRefused,
  linesSent,
  rejected,
  replayed,
  watched,
} from './lib/metrics.js';
import { seconds, whole } from './lib/options.js';
import { Random } from './lib/random.js';
import { chooseSessions } from './lib/sessions.js';
import { scenarios, steady } from './lib/shapes.js';
import { summary } from './lib/summary.js';
import { thresholds } from './lib/thresholds.js';
import { customers, MANY, RESERVE_BULK } from './lib/tokens.js';
import { guarded, isUnexpected, took } from './lib/visits.js';
import { wish } from './lib/wishes.js';

const LINES = whole('LINES', 5000);
const BAD_ONE_IN = whole('BAD', 100);
const REPEAT_ONE_IN = 10;

/** A call is asked about so often, and for so long. */
const LOOK_SECONDS = 0.5;
const LOOKS_MAX = 60;

/** Status needs one look more than the decision; a call with its waiting may take so many seconds before VUs run short. */
const CALLS_AT_ONCE_PER_RATE = 10;

const RATE = whole('RATE', 1);
const shape = steady(RATE, seconds('DURATION', '1m'), 1);
shape.scenario.preAllocatedVUs = shape.scenario.maxVUs = whole('VUS', RATE * CALLS_AT_ONCE_PER_RATE);

// Who sends bulk calls acts for others.
const callers = customers(20, RESERVE_BULK);
const people = MANY ? customers(whole('CUSTOMERS', 10000)) : callers;

const UNKNOWN_SESSION = '00000000-0000-4000-8000-000000000000';

/** Bad lines, with the problem that each has to be refused with. */
const BAD_LINES = [
  { problem: 'invalid-request', line: (id) => `{"session":"${id}","seats":[]}` },
  { problem: 'invalid-request', line: (id) => `{"session":"${id}","seats" nonsense}` },
  { problem: 'invalid-request', line: (id) => `{"session":"${id}","grades":["GOLD"]}` },
  { problem: 'invalid-request', line: (id) => `{"session":"${id}","grades":["GOLD"],"quantity":1,"colour":"red"}` },
  { problem: 'invalid-request', line: () => '"seats, please"' },
  { problem: 'unknown-session', line: () => `{"session":"${UNKNOWN_SESSION}","seats":["A-1-1"]}` },
];

export const options = {
  ...MEASURING,
  scenarios: scenarios(shape, RATE),
  thresholds: thresholds({
    sluice_accept: ['p(99)<=1000'],
    sluice_bulk_decided: ['p(99)<=5000'],
    sluice_lines_accepted: ['count>0'],
  }),
};

export function setup() {
  beginAtZero();
  return chooseSessions(people[0].token, whole('SESSIONS', 6));
}

export default guarded((sessions) => {
  const random = Random.ofIteration();
  const client = new Client(random.of(callers).token);
  const { body, bad } = draw(random, sessions);
  const id = crypto.randomUUID();

  const sentAt = Date.now();
  linesSent.add(LINES);
  const answer = client.bulk(id, body);
  if (!took(answer)) {
    return;
  }
  linesAccepted.add(answer.json('accepted'));
  linesRefused.add(answer.json('refused'));
  check(answer, {
    'lines are counted right': (r) => r.json('lines') === LINES && r.json('accepted') === LINES - bad.size && r.json('refused') === bad.size,
    'just the bad lines are refused, each for its reason': (r) => isAsExpected(r.json('refusals'), bad),
  });
  if (random.oneIn(REPEAT_ONE_IN)) {
    repeat(client, id, body, answer);
  }
  watch(client, id, bad, sentAt);
});

/** A body, and for the number of each bad line its problem. */
function draw(random, sessions) {
  const lines = [];
  const bad = new Map();
  for (let number = 1; number <= LINES; number++) {
    const session = random.of(sessions);
    // A call without any good line would be refused as a whole.
    if (number > 1 && random.oneIn(BAD_ONE_IN)) {
      const kind = random.of(BAD_LINES);
      bad.set(number, kind.problem);
      lines.push(kind.line(session.id));
    } else {
      const customer = random.of(people).name;
      lines.push(JSON.stringify({ session: session.id, ...(MANY ? { customer } : {}), ...wish(random, session) }));
    }
  }
  return { body: lines.join('\n'), bad };
}

function isAsExpected(refusals, bad) {
  return refusals.length === bad.size && refusals.every(({ line, problem: { type } }) => type.endsWith(`/${bad.get(line)}`));
}

function repeat(client, id, body, first) {
  const again = client.bulk(id, body);
  const same = check(again, {
    'a repeated call gets the first answer': (r) => r.status === 202 && r.headers['Idempotent-Replayed'] === 'true' && r.body === first.body,
  });
  if (same) {
    replayed.add(1);
  } else if (problem(again) === '') {
    isUnexpected(again);
  }
}

function watch(client, id, bad, sentAt) {
  let status;
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    sleep(LOOK_SECONDS);
    status = client.bulkStatus(id);
    if (status.status !== 200) {
      isUnexpected(status);
      return;
    }
    if (status.json('done')) {
      break;
    }
  }
  const { done, counts, lines } = status.json();
  const count = (state) => counts[state] || 0;
  if (done) {
    bulkDecided.add(Date.now() - sentAt);
  }
  watched.add(count('GRANTED') + count('REJECTED'));
  granted.add(count('GRANTED'));
  rejected.add(count('REJECTED'));
  check(counts, {
    'every good line is decided': () => done && lines === LINES && count('GRANTED') + count('REJECTED') === LINES - bad.size,
    'every bad line stays refused': () => count('REFUSED') === bad.size,
  });
}

export const handleSummary = summary(
  'bulk',
  'how many lines a second do bulk calls bring in, with every bad line named and every good one decided?',
  options,
  shape,
);
