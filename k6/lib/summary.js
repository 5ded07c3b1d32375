// What is left of a run: a page for a person, and a file for a program.

import { REASONS, UNAVAILABLE_TYPES } from './metrics.js';
import { SEED, URL, summaryFile } from './options.js';
import { ALWAYS } from './thresholds.js';

const TRENDS = [
  ['accept', 'sluice_accept'],
  ['outcome', 'sluice_outcome'],
  ['bulk decided', 'sluice_bulk_decided'],
  ['sessions', 'sluice_page'],
  ['seat map, fresh', 'sluice_map_fresh'],
  ['seat map, 304', 'sluice_map_unchanged'],
];

const COUNTERS = [
  ['accepted', 'sluice_accepted'],
  ['replayed', 'sluice_replayed'],
  ['lines sent', 'sluice_lines_sent'],
  ['lines accepted', 'sluice_lines_accepted'],
  ['lines refused', 'sluice_lines_refused'],
  ['outcomes watched', 'sluice_watched'],
  ['  granted', 'sluice_granted'],
  ['  given back', 'sluice_cancelled'],
  ['  rejected', 'sluice_rejected'],
  ['seats granted', 'sluice_seats_granted'],
  ['steps', 'sluice_steps'],
];

const ALWAYS_SHOWN = [
  ['429 too many', 'sluice_too_many'],
  ['503 unavailable', 'sluice_unavailable'],
  ['unexpected', 'sluice_unexpected'],
];

const WIDTH = 22;

/**
 * Makes a script's handleSummary.
 *
 * @param script its name
 * @param question what it answers
 * @param options the script's; thresholds are shown in their order
 * @param shape how requests arrive; none where they do not arrive at a rate
 */
export function summary(script, question, options, shape) {
  // Taken here, for k6 puts the options in another order later.
  const order = Object.keys(options.thresholds);
  return (data) => {
    const metrics = inOrder(data.metrics, order);
    const result = resultOf({ ...data, metrics }, script, question, shape);
    return {
      stdout: page(result),
      [summaryFile(beside(`../results/${script}.json`))]: `${JSON.stringify(result, null, 2)}\n`,
    };
  };
}

function inOrder(metrics, names) {
  const first = names.filter((name) => metrics[name] !== undefined);
  return Object.fromEntries([...first, ...Object.keys(metrics)].map((name) => [name, metrics[name]]));
}

function resultOf(data, script, question, shape) {
  const value = (metric, field) => (data.metrics[metric] ? data.metrics[metric].values[field] || 0 : 0);
  const count = (metric) => value(metric, 'count');
  const tagged = (metric, tag, values) =>
    Object.fromEntries(values.map((v) => [v, count(`${metric}{${tag}:${v}}`)]).filter(([, n]) => n > 0));
  const thresholds = Object.entries(data.metrics)
    .flatMap(([metric, { thresholds: rules }]) => Object.entries(rules || {}).map(([rule, { ok }]) => ({ metric, rule, ok })))
    .filter(({ rule }) => rule !== ALWAYS);
  return {
    script,
    question,
    url: URL,
    seed: SEED,
    endedAt: new Date().toISOString(),
    passed: thresholds.every(({ ok }) => ok),
    seconds: Math.round(data.state.testRunDurationMs / 100) / 10,
    arrivals: shape && {
      shape: shape.text,
      asked: shape.asked,
      sent: count('iterations{scenario:arrivals}'),
      perSecond: Math.round((count('iterations{scenario:arrivals}') / shape.seconds) * 10) / 10,
      dropped: count('dropped_iterations{scenario:arrivals}'),
    },
    linesPerSecond: shape && count('sluice_lines_accepted') > 0 ? Math.round(count('sluice_lines_accepted') / shape.seconds) : undefined,
    unchangedMapsPercent: percent(count('sluice_map_unchanged'), count('sluice_map_fresh')),
    counts: Object.fromEntries([...COUNTERS, ...ALWAYS_SHOWN].map(([, metric]) => [metric, count(metric)])),
    rejectedBecause: tagged('sluice_rejected', 'reason', REASONS),
    unavailableBecause: tagged('sluice_unavailable', 'type', UNAVAILABLE_TYPES),
    milliseconds: Object.fromEntries(
      Object.entries(data.metrics)
        .filter(([metric, { values }]) => TRENDS.some(([, name]) => metric === name || metric.startsWith(`${name}{`)) && values.count > 0)
        .map(([metric, { values }]) => [metric, values]),
    ),
    checks: checksOf(data.root_group),
    thresholds,
  };
}

/** So much of both; of nothing, nothing. */
function percent(part, rest) {
  return part + rest === 0 ? undefined : Math.round((100 * part) / (part + rest));
}

function checksOf(group) {
  return [...group.checks.map(({ name, passes, fails }) => ({ name, passes, fails })), ...group.groups.flatMap(checksOf)];
}

function page(result) {
  const { arrivals, counts, milliseconds, thresholds } = result;
  const shownChecks = result.checks.filter(({ fails }) => fails > 0);
  return [
    '',
    `${result.script}: ${result.question}`,
    '',
    row('seed', result.seed),
    ...(arrivals
      ? [
          row('asked', `${number(arrivals.asked)} arrivals, ${arrivals.shape}`),
          row('sent', `${number(arrivals.sent)}, ${number(arrivals.perSecond)}/s on average, ${number(arrivals.dropped)} dropped`),
        ]
      : []),
    '',
    ...COUNTERS.filter(([, metric]) => counts[metric] > 0).flatMap(([label, metric]) => [
      row(label, rightNumber(counts[metric])),
      ...(metric === 'sluice_rejected' ? reasons(result.rejectedBecause) : []),
    ]),
    ...(result.linesPerSecond === undefined ? [] : [row('lines a second', rightNumber(result.linesPerSecond))]),
    ...(result.unchangedMapsPercent === undefined ? [] : [row('maps unchanged, percent', rightNumber(result.unchangedMapsPercent))]),
    ...ALWAYS_SHOWN.flatMap(([label, metric]) => [
      row(label, rightNumber(counts[metric])),
      ...(metric === 'sluice_unavailable' ? reasons(result.unavailableBecause) : []),
    ]),
    '',
    ...(Object.keys(milliseconds).length > 0 ? [row('milliseconds', cells(['p50', 'p95', 'p99', 'max', 'mean', 'of']))] : []),
    ...TRENDS.flatMap(([label, name]) =>
      Object.entries(milliseconds)
        .filter(([metric]) => metric === name || metric.startsWith(`${name}{`))
        .sort(([a], [b]) => (a === name ? -1 : b === name ? 1 : 0))
        .map(([metric, v]) =>
          row(metric === name ? label : `  ${metric.substring(name.length + 1, metric.length - 1)}`, cells(percentiles(v))),
        ),
    ),
    '',
    ...shownChecks.map(({ name, passes, fails }) => row('CHECK FAILED', `${name}: ${number(fails)} of ${number(passes + fails)}`)),
    ...thresholds.map(({ metric, rule, ok }) => row(ok ? 'kept' : 'BROKEN', `${metric}: ${rule}`)),
    '',
    `${result.script}: ${result.passed ? 'passed' : 'FAILED'}`,
    '',
    '',
  ].join('\n');
}

function percentiles(v) {
  return [v.med, v['p(95)'], v['p(99)'], v.max, v.avg].map((ms) => ms.toFixed(ms < 10 ? 1 : 0)).concat(number(v.count));
}

function reasons(counts) {
  return Object.entries(counts).map(([reason, count]) => row(`    ${reason}`, rightNumber(count)));
}

function row(label, text) {
  return `  ${label.padEnd(WIDTH + 6)}${text}`;
}

function cells(texts) {
  return texts.map((text) => String(text).padStart(9)).join('');
}

function rightNumber(n) {
  return number(n).padStart(9);
}

function number(n) {
  return String(n).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
}

/** A path beside this file, wherever k6 was called. */
function beside(path) {
  return import.meta.resolve(path).replace(/^file:\/\//, '');
}
