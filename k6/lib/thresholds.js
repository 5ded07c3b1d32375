// What makes a run fail.

import { REASONS, UNAVAILABLE_TYPES } from './metrics.js';

/**
 * The thresholds of a script whose requests arrive at a rate: its own, those of all scripts, and that everything asked for was sent. A run that meets
 * the unexpected is lost and ends.
 */
export function thresholds(own) {
  return {
    'dropped_iterations{scenario:arrivals}': ['count==0'],
    ...answers,
    sluice_unexpected: [{ threshold: 'count==0', abortOnFail: true, delayAbortEval: '5s' }],
    ...own,
    ...counted('iterations', 'scenario', ['arrivals']),
    ...reasons,
  };
}

/** Those of a script that goes through its steps once, and should go through all of them. */
export function thresholdsOfSteps(own) {
  return { ...answers, ...own, ...reasons };
}

/** k6 keeps figures of a tag's values only where a threshold names them. These always hold, and the summary leaves them out. */
export const ALWAYS = 'count>=0';

/** Something was done at all, nothing was refused for want of room, and every check held. */
const answers = {
  checks: ['rate==1'],
  sluice_accepted: ['count>0'],
  sluice_unexpected: ['count==0'],
  sluice_too_many: ['count==0'],
  sluice_unavailable: ['count==0'],
};

const reasons = {
  ...counted('sluice_rejected', 'reason', REASONS),
  ...counted('sluice_unavailable', 'type', UNAVAILABLE_TYPES),
};

function counted(metric, tag, values) {
  return Object.fromEntries(values.map((value) => [`${metric}{${tag}:${value}}`, [ALWAYS]]));
}
