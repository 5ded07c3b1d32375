// What a run is told by its environment. Every script reads its options here, so a wrong value is refused in one place.

/** Base URL of the intake, without a slash at the end. */
export const URL = required('SLUICE_URL').replace(/\/+$/, '');

/** The secret that the intake checks HS256 tokens with; the scripts make their own tokens from it. */
export const SECRET = __ENV.SLUICE_SECRET || '';

/** Who issues these tokens. */
export const ISSUER = __ENV.SLUICE_ISSUER || 'https://sluice.dev';

/** A ready-made token, where there is no secret: then everything is done as one customer. */
export const TOKEN = __ENV.SLUICE_TOKEN || '';

/** Ids of the sessions to use; none: the scripts look for themselves. */
export const SESSIONS = (__ENV.SLUICE_SESSIONS || __ENV.SLUICE_SESSION || '').split(',').filter((id) => id !== '');

/** Decides who wants what. */
export const SEED = whole('SLUICE_SEED', 20261121, 0);

/** A whole number. */
export function whole(name, otherwise, min = 1) {
  const text = __ENV[name];
  if (text === undefined || text === '') {
    return otherwise;
  }
  if (!/^\d{1,10}$/.test(text) || Number(text) < min) {
    throw new Error(`${name} must be a whole number, ${min} at least, not "${text}"`);
  }
  return Number(text);
}

/** Seconds, from text such as 90s, 10m or 1h30m. */
export function seconds(name, otherwise, min = 1) {
  const text = __ENV[name] || otherwise;
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  const sum = parts === null ? 0 : Number(parts[1] || 0) * 3600 + Number(parts[2] || 0) * 60 + Number(parts[3] || 0);
  if (parts === null || sum < min) {
    throw new Error(`${name} must be a duration such as 90s, 10m or 1h30m, of ${min} s at least, not "${text}"`);
  }
  return sum;
}

/** Where the JSON summary goes. */
export function summaryFile(otherwise) {
  return __ENV.SUMMARY || otherwise;
}

function required(name) {
  if (!__ENV[name]) {
    throw new Error(`${name} must be set: see k6/README.md`);
  }
  return __ENV[name];
}
