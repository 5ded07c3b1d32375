// How requests arrive: at a rate that does not wait for answers, as people do. Each shape says what it will ask for, so that the summary can tell
// whether that was sent.

import { WARM_UP } from './metrics.js';
import { seconds as duration, whole } from './options.js';

/** What accepting may take before VUs run short, and with them iterations are dropped; what waiting for an outcome may. */
const ACCEPT_SECONDS_MAX = 0.25;
const OUTCOME_SECONDS_MAX = 1.25;

const WARM_UP_GRACE_SECONDS = 3;

const WARM_UP_SECONDS = duration('WARMUP', '20s', 0);

/** When the arrivals begin. */
export const START_SECONDS = WARM_UP_SECONDS === 0 ? 0 : WARM_UP_SECONDS + WARM_UP_GRACE_SECONDS;

/** The scenarios of a script: its arrivals, after a rising rate that only warms up. A JVM in its first seconds is another question. */
export function scenarios(shape, warmUpRate, warmUpWatch = 1) {
  if (WARM_UP_SECONDS === 0) {
    return { arrivals: shape.scenario };
  }
  return {
    [WARM_UP]: {
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      stages: [{ target: warmUpRate, duration: `${WARM_UP_SECONDS}s` }],
      ...vus(warmUpRate, warmUpWatch),
      gracefulStop: `${WARM_UP_GRACE_SECONDS}s`,
    },
    arrivals: { ...shape.scenario, startTime: `${START_SECONDS}s` },
  };
}

/** So many a second, all the time. */
export function steady(rate, seconds, watch) {
  return {
    asked: rate * seconds,
    seconds,
    text: `${count(rate)}/s for ${seconds} s`,
    scenario: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: '1s',
      duration: `${seconds}s`,
      ...vus(rate, watch),
    },
  };
}

/**
 * One rate after another, with a ramp in front of each but the first.
 *
 * @param steps each with a rate, and how many seconds the ramp to it and the rate itself last
 */
export function stepped(steps, watch) {
  const stages = [];
  let asked = 0;
  let seconds = 0;
  let before = steps[0].rate;
  for (const step of steps) {
    if (step.ramp > 0) {
      stages.push({ target: step.rate, duration: `${step.ramp}s` });
      asked += ((before + step.rate) / 2) * step.ramp;
    }
    stages.push({ target: step.rate, duration: `${step.hold}s` });
    asked += step.rate * step.hold;
    seconds += step.ramp + step.hold;
    before = step.rate;
  }
  return {
    asked: Math.round(asked),
    seconds,
    text: `${steps.map((step) => count(step.rate)).join(' -> ')}/s in ${seconds} s`,
    scenario: {
      executor: 'ramping-arrival-rate',
      startRate: steps[0].rate,
      timeUnit: '1s',
      stages,
      ...vus(Math.max(...steps.map((step) => step.rate)), watch),
    },
  };
}

/** VUs are made before the run: making them during a rush would spoil what is measured. */
function vus(rate, watch) {
  const needed = Math.ceil(rate * (ACCEPT_SECONDS_MAX + OUTCOME_SECONDS_MAX / watch)) + 5;
  const preAllocatedVUs = whole('VUS', needed);
  return { preAllocatedVUs, maxVUs: preAllocatedVUs, gracefulStop: '30s' };
}

function count(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
