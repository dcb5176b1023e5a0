/** A record of a regression. */
import { prunedEmoji } from './emoji.js';
import { estimate, notEstimable } from '../../../src/base/index.js';
import type { AuditRecord } from '../../../src/record/index.js';
import { int8Claims } from './emoji.js';
import { absoluteError, claimCounts, driftFinding, model, promiseCounts, shownSlice, slice, type Row, worstFirst } from './parts.js';

export const ageRows: readonly Row[] = [
  { slice: [], n: 4200, before: 5.412, drift: 0.214, half: 0.09 },
  { slice: slice(['sex', 'female']), n: 2100, before: 5.61, drift: 0.32, half: 0.14 },
  { slice: slice(['sex', 'male']), n: 2100, before: 5.214, drift: 0.108, half: 0.12 },
  { slice: slice(['age_band', 'under 30']), n: 1500, before: 4.41, drift: 0.02, half: 0.11 },
  { slice: slice(['age_band', '30 to 59']), n: 1900, before: 5.1, drift: 0.18, half: 0.13 },
  { slice: slice(['age_band', '60 and over']), n: 800, before: 8.02, drift: 0.66, half: 0.31, needed: 140 },
];

export const ageFindings = worstFirst(ageRows.map((row) => driftFinding(row, absoluteError, 0.4, ageRows.length, 'paired-t')), 'lower');

/** A regression whose only doubt is a group of few; undecided. */
export const regression: AuditRecord = {
  ...prunedEmoji,
  name: 'age-estimation',
  variant: model('distilled', 'distilled.onnx', { bytes: 91_022, gzipBytes: 84_210, parameters: 21_980, dataTypes: { float32: 21_980 } }),
  size: { bytes: 6.17, gzipBytes: 5.68, parameters: 6.06 },
  claims: int8Claims.slice(0, 1),
  verdict: { kind: 'undecided', promises: promiseCounts(ageFindings), claims: claimCounts(int8Claims.slice(0, 1)), exitCode: 3 },
  explanations: {
    methods: [{ name: 'occlusion', title: 'occlusion', settings: { background: 'training mean' } }],
    exemplars: [
      {
        id: '20193',
        slice: slice(['age_band', '60 and over']),
        label: '71',
        baseline: { answer: '66.2', score: 66.2, isRight: true },
        variant: { answer: '52.9', score: 52.9, isRight: false },
        input: { kind: 'columns', columns: [{ name: 'weeks_worked', value: '0' }, { name: 'capital_gains', value: '0' }, { name: 'education', value: 'high school graduate' }, { name: 'household_role', value: 'householder' }] },
        maps: [
          {
            method: 'occlusion',
            target: 'age',
            agreement: estimate(0.2),
            maps: { kind: 'columns', columns: [{ name: 'weeks_worked', baseline: 8.1, variant: 2.2 }, { name: 'capital_gains', baseline: -0.4, variant: 1.9 }, { name: 'education', baseline: 1.2, variant: -3.4 }, { name: 'household_role', baseline: 3.3, variant: 2.9 }] },
          },
        ],
      },
    ],
  },
  fairness: {
    data: {
      files: ['age.parquet'],
      examples: 4200,
      skipped: { count: 0, examples: [] },
      attributes: [
        { name: 'sex', sensitive: true, values: [{ value: 'female', n: 2100 }, { value: 'male', n: 2100 }] },
        { name: 'age_band', sensitive: true, values: [{ value: 'under 30', n: 1500 }, { value: '30 to 59', n: 1900 }, { value: '60 and over', n: 800 }] },
      ],
      labels: [],
    },
    outcome: { task: 'regression', output: 'age', label: 'age' },
    metrics: [absoluteError],
    together: { method: 'max-t', findings: 44, critical: 3.1, resamples: 20_000, seed: 'fairweight/max-t/1' },
    exploration: [],
    minSlice: 20,
    slices: ageRows.map((row) => {
      const record = shownSlice(row, [absoluteError], row.slice.length > 0);
      return record.shown.kind === 'shown' ? { ...record, shown: { ...record.shown, units: undefined, flips: { negative: 0, positive: 0, any: 0, mcnemar: notEstimable('A regression has no right answers.'), mcnemarHolm: notEstimable('A regression has no right answers.') } } } : record;
    }),
    disparities: [],
    driftSummaries: [],
    notJudged: [],
    caveats: [],
    findings: ageFindings,
  },
};
