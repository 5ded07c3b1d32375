// Finds sessions to play with: those that are on sale, the ones with most free seats first.

import { fail, sleep } from 'k6';

import { Client, describe } from './client.js';
import { SEED, SESSIONS } from './options.js';
import { Random } from './random.js';

/** Rows of a session that seats are named of. What setup answers is copied to every VU, so it must stay small. */
const ROWS_MAX = 60;

const TRIES_MAX = 10;
const WAKING_SECONDS = 2;

/**
 * For setup.
 *
 * @param token of any customer
 * @param count how many sessions at most
 * @param rowsMax how many rows of each, at most, seats are named of: the fewer, the more they are fought for
 */
export function chooseSessions(token, count, rowsMax = ROWS_MAX) {
  const client = new Client(token);
  const listed = SESSIONS.length === 0 ? onSale(client) : SESSIONS.map((id) => read(() => client.session(id)));
  const lookAtAll = () => listed.map((session) => look(client, session, rowsMax)).filter((session) => session.free > 0);
  let looked = lookAtAll();
  if (looked.length === 0) {
    listed.forEach((session) => wake(client, session));
    sleep(WAKING_SECONDS);
    looked = lookAtAll();
  }
  if (looked.length === 0) {
    fail('No session that is on sale has a free seat. k6/README.md tells how to make one.');
  }
  return looked.sort((a, b) => b.free - a.free || (a.id < b.id ? -1 : 1)).slice(0, count);
}

function onSale(client) {
  const now = Date.now();
  const found = [];
  let cursor;
  do {
    const page = read(() => client.sessions(cursor));
    found.push(...page.sessions.filter((s) => Date.parse(s.saleOpensAt) <= now && now < Date.parse(s.saleClosesAt)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

/** Holds that are over are set free by the next request to their shard: where there was none for a while, a map may still show them. */
function wake(client, session) {
  client.reserve(session.id, crypto.randomUUID(), { grades: [session.prices[0].grade], quantity: 1 });
}

function look(client, session, rowsMax) {
  const map = read(() => client.seats(session.id));
  const rows = new Map();
  for (const section of map.sections) {
    for (const { seat, state } of section.seats) {
      if (state !== 'BLOCKED') {
        const prefix = seat.substring(0, seat.lastIndexOf('-') + 1);
        const number = Number(seat.substring(prefix.length));
        const row = rows.get(prefix) || { prefix, first: number, last: number };
        rows.set(prefix, { prefix, first: Math.min(row.first, number), last: Math.max(row.last, number) });
      }
    }
  }
  return {
    id: session.id,
    title: session.show.title,
    grades: session.prices.map((price) => price.grade),
    free: map.counts.FREE,
    rows: new Random(SEED, 0).some([...rows.values()], rowsMax),
  };
}

/** A run begins when the intake answers: a 503 is asked again for a while. */
function read(call) {
  let answer = call();
  for (let tries = 1; answer.status === 503 && tries < TRIES_MAX; tries++) {
    sleep(1);
    answer = call();
  }
  if (answer.status !== 200) {
    fail(`The sessions cannot be read: ${describe(answer)}`);
  }
  return answer.json();
}
