// A seeded generator. It is made anew for each iteration from the seed and the iteration's number, so that what is drawn does not depend
// on which VU happens to carry out which iteration.

import exec from 'k6/execution';

import { SEED } from './options.js';

/** Draws numbers: the same for the same seed and number. Mulberry32. */
export class Random {
  constructor(seed, number) {
    this.state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) >>> 0;
    // The first draws of neighbouring states are alike.
    this.next();
    this.next();
  }

  /** Of this iteration of this scenario; scenarios side by side draw different things. */
  static ofIteration() {
    const { name, iterationInTest } = exec.scenario;
    return new Random(name.split('').reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, SEED), iterationInTest);
  }

  /** From 0 to below 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** From 0 to below that. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /** Once in so many times. */
  oneIn(times) {
    return times > 0 && this.below(times) === 0;
  }

  /** One of them. */
  of(values) {
    return values[this.below(values.length)];
  }

  /** So many of them, in their order; all, if there are no more. */
  some(values, count) {
    const left = values.slice();
    while (left.length > count) {
      left.splice(this.below(left.length), 1);
    }
    return left;
  }
}
