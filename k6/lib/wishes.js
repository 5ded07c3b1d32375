// What customers want: some of them certain seats, most the best that there are.

const NAMED_PERCENT = 40;
const QUANTITY_MAX = 4;

/** A body for a reservation of that session. */
export function wish(random, session) {
  // Couples are commoner than families.
  const quantity = 1 + Math.min(random.below(QUANTITY_MAX), random.below(QUANTITY_MAX));
  return random.below(100) < NAMED_PERCENT ? named(random, session, quantity) : best(random, session, quantity);
}

/** Whether these seats are what was asked for. */
export function fulfils(seats, body) {
  if (body.seats !== undefined) {
    return seats.length === body.seats.length && body.seats.every((seat) => seats.includes(seat));
  }
  return seats.length <= body.quantity && seats.length >= (body.minimum || body.quantity);
}

function named(random, session, quantity) {
  const row = random.of(session.rows);
  const first = row.first + random.below(row.last - row.first + 1);
  const last = Math.min(first + quantity - 1, row.last);
  const seats = [];
  for (let number = first; number <= last; number++) {
    seats.push(row.prefix + number);
  }
  return { seats };
}

function best(random, session, quantity) {
  const from = random.below(session.grades.length);
  const body = { grades: session.grades.slice(from), quantity };
  if (random.oneIn(2)) {
    body.adjacent = true;
  } else if (random.oneIn(2)) {
    body.minimum = 1;
  }
  return body;
}
