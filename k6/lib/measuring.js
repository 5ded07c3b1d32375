// k6's own options that all scripts share: what is kept of each sample. A tag that nobody asks for costs the machine that measures.

export const MEASURING = {
  summaryTrendStats: ['avg', 'min', 'med', 'p(95)', 'p(99)', 'max', 'count'],
  systemTags: ['check', 'error_code', 'expected_response', 'group', 'method', 'name', 'scenario', 'status'],
};
