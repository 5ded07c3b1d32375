// A client of the intake's API: knows its paths and headers, and nothing of load. Each call answers k6's response.

import http from 'k6/http';

import { URL } from './options.js';

/** The call may take so much longer than the wait that it asks for. */
const SLACK_SECONDS = 10;

const PROBLEMS = 'https://sluice.dev/problems/';

const ACCEPTED = http.expectedStatuses(202);
const OK = http.expectedStatuses(200);
const OK_OR_UNCHANGED = http.expectedStatuses(200, 304);

/** Calls as one customer. */
export class Client {
  /** @param token the client's bearer token; none: calls without one */
  constructor(token) {
    this.token = token;
  }

  /** Asks for seats. The key is the request's id. */
  reserve(session, key, body, expected = ACCEPTED) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return http.post(
      `${URL}/v1/sessions/${session}/reservations`,
      text,
      this.params('reserve', { 'Content-Type': 'application/json', 'Idempotency-Key': key }, expected),
    );
  }

  /** Gives back a reservation, or some seats of it. */
  cancel(session, reservation, key, seats = []) {
    const query = seats.length === 0 ? '' : `?seats=${seats.map(encodeURIComponent).join(',')}`;
    return http.del(
      `${URL}/v1/sessions/${session}/reservations/${reservation}${query}`,
      null,
      this.params('cancel', { 'Idempotency-Key': key }, ACCEPTED),
    );
  }

  /** Where a request stands; waits so many seconds for its outcome. */
  request(session, id, waitSeconds, expected = OK) {
    const params = this.params('request', waitSeconds > 0 ? { Prefer: `wait=${waitSeconds}` } : {}, expected);
    params.timeout = `${waitSeconds + SLACK_SECONDS}s`;
    return http.get(`${URL}/v1/sessions/${session}/requests/${id}`, params);
  }

  /** Server-sent events of a request until its outcome, read to their end. */
  events(session, id) {
    return http.get(`${URL}/v1/sessions/${session}/requests/${id}/events`, this.params('events', { Accept: 'text/event-stream' }, OK));
  }

  /** A page of sessions. */
  sessions(cursor) {
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    return http.get(`${URL}/v1/sessions?limit=100${after}`, this.params('sessions', {}, OK));
  }

  session(id, expected = OK) {
    return http.get(`${URL}/v1/sessions/${id}`, this.params('session', {}, expected));
  }

  /** The seat map, or 304 if it still is what the tag names. */
  seats(session, etag) {
    return http.get(
      `${URL}/v1/sessions/${session}/seats`,
      this.params('seats', etag === undefined ? {} : { 'If-None-Match': etag }, OK_OR_UNCHANGED),
    );
  }

  /** Many requests with one call; the body has one line each. */
  bulk(key, body) {
    const params = this.params('bulk', { 'Content-Type': 'application/x-ndjson', 'Idempotency-Key': key }, ACCEPTED);
    return http.post(`${URL}/v1/reservations:bulk`, body, params);
  }

  bulkStatus(id) {
    return http.get(`${URL}/v1/bulk/${id}`, this.params('bulk status', {}, OK));
  }

  bulkItems(id, state, limit = 1000) {
    return http.get(`${URL}/v1/bulk/${id}/items?state=${state}&limit=${limit}`, this.params('bulk items', {}, OK));
  }

  myReservations() {
    return http.get(`${URL}/v1/me/reservations?limit=100`, this.params('my reservations', {}, OK));
  }

  myRequests() {
    return http.get(`${URL}/v1/me/requests`, this.params('my requests', {}, OK));
  }

  // The name stands for the URL in k6's metrics: an id in it would make a series of each request.
  params(name, headers, expected) {
    if (this.token) {
      headers.Authorization = `Bearer ${this.token}`;
    }
    return { headers, tags: { name }, responseCallback: expected };
  }
}

/** The last word of a problem's type, such as id-reused; empty if the answer is no problem. */
export function problem(response) {
  if (!String(response.headers['Content-Type'] || '').startsWith('application/problem+json')) {
    return '';
  }
  const type = String(response.json('type'));
  return type.startsWith(PROBLEMS) ? type.substring(PROBLEMS.length) : '';
}

/** What an answer was, in one line for a person. */
export function describe(response) {
  const body = String(response.body || '').substring(0, 300);
  return `${response.request.method} ${response.request.url} -> ${response.status} ${response.error} ${body}`;
}
