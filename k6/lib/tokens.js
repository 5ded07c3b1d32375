// Customers with their bearer tokens.

import crypto from 'k6/crypto';
import { SharedArray } from 'k6/data';
import encoding from 'k6/encoding';

import { ISSUER, SECRET, TOKEN } from './options.js';

const LIFE_SECONDS = 24 * 60 * 60;
const AUDIENCE = 'sluice';

/** May ask for seats. */
export const RESERVE = 'reserve';

/** May ask for seats in the name of others, too. */
export const RESERVE_BULK = 'reserve reserve:bulk';

/** Whether there can be more than one customer. */
export const MANY = SECRET !== '';

/**
 * So many customers, each with a name and a token. Made once and shared by all VUs. Their names are new in every run: what a customer bought
 * in the last one would count towards the limit.
 */
export function customers(count, scope = RESERVE) {
  return new SharedArray(`customers with ${scope}`, () => {
    if (!MANY) {
      if (TOKEN === '') {
        throw new Error('SLUICE_SECRET or SLUICE_TOKEN must be set: see k6/README.md');
      }
      return [{ name: subject(TOKEN), token: TOKEN }];
    }
    const run = crypto.hexEncode(crypto.randomBytes(4));
    return Array.from({ length: count }, (_, i) => {
      const name = `k6-${run}-${i}`;
      return { name, token: sign(name, scope) };
    });
  });
}

/** A token of that customer for a day. */
export function sign(customer, scope) {
  const now = Math.floor(Date.now() / 1000);
  const text = [
    { alg: 'HS256', typ: 'JWT' },
    { iss: ISSUER, aud: AUDIENCE, sub: customer, scope, iat: now, exp: now + LIFE_SECONDS },
  ]
    .map((part) => encoding.b64encode(JSON.stringify(part), 'rawurl'))
    .join('.');
  return `${text}.${crypto.hmac('sha256', SECRET, text, 'base64rawurl')}`;
}

function subject(token) {
  return JSON.parse(encoding.b64decode(token.split('.')[1], 'rawurl', 's')).sub;
}
