/** A record of more findings than a screen holds. */
import { emoji, prunedEmoji } from './emoji.js';
import type { AuditRecord } from '../../../src/record/index.js';
import { int8Claims } from './emoji.js';
import { accuracy, claimCounts, driftFinding, promiseCounts, recall, selection, shownSlice, slice, type Row, worstFirst } from './parts.js';
import { scoreDistributions } from './score-distributions.js';

export const manyRows: readonly Row[] = Array.from({ length: 50 }, (_, i) => ({
  slice: i === 0 ? [] : slice(['region', `region ${String(i).padStart(2, '0')}`]),
  n: 200 + i * 37,
  before: 0.9 - (i % 7) * 0.01,
  drift: i === 0 ? -0.008 : ((i * 29) % 50) / 1000 - 0.042,
  half: 0.012 + (i % 5) * 0.004,
  needed: i % 4 === 0 ? 'unreachable' : 50 + i * 3,
}));
export const manyMetrics = [accuracy, recall, selection];
export const manyFindings = worstFirst(manyMetrics.flatMap((metric, j) => manyRows.map((row) => driftFinding({ ...row, drift: row.drift / (j + 1) }, metric, j === 2 ? 0.05 : 0.02, 150, 'tango'))));

/** 150 findings over three metrics of a binary outcome. */
export const manyFindingsRecord: AuditRecord = {
  ...prunedEmoji,
  name: 'income',
  explanations: undefined,
  verdict: { kind: 'violated', promises: promiseCounts(manyFindings), claims: claimCounts(int8Claims), exitCode: 1 },
  claims: int8Claims,
  fairness: {
    ...emoji,
    data: { ...emoji.data, units: undefined, attributes: [{ name: 'region', sensitive: true, values: manyRows.slice(1).map((row) => ({ value: row.slice[0]?.value ?? '', n: row.n })) }], labels: [{ label: 'over', n: 2000 }, { label: 'under', n: 6640 }] },
    outcome: { task: 'binary', output: 'score', positive: 'over', threshold: 0.5, label: 'income' },
    metrics: manyMetrics,
    slices: manyRows.map((row) => shownSlice(row, manyMetrics, row.slice.length > 0)),
    scoreDistributions,
    disparities: [],
    driftSummaries: [],
    findings: manyFindings,
  },
};
