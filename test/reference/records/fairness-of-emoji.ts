/** The fairness part of the people-emoji records; its numbers are near those of a trial. */
import { estimate, notEstimable } from '../../../src/base/index.js';
import type { FairnessRecord, Finding } from '../../../src/record/index.js';
import { accuracy, differentialFinding, driftFinding, hiddenSlice, jointly, shownSlice, slice, type Row, worstFirst } from './parts.js';

export const tones = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

export const emojiRows: readonly Row[] = [
  { slice: [], n: 8640, before: 0.918, drift: -0.106, half: 0.021 },
  { slice: slice(['skin_tone', 'light']), n: 1728, before: 0.949, drift: -0.093, half: 0.03 },
  { slice: slice(['skin_tone', 'medium-light']), n: 1728, before: 0.943, drift: -0.066, half: 0.021 },
  { slice: slice(['skin_tone', 'medium']), n: 1728, before: 0.936, drift: -0.091, half: 0.026 },
  { slice: slice(['skin_tone', 'medium-dark']), n: 1728, before: 0.916, drift: -0.117, half: 0.03 },
  { slice: slice(['skin_tone', 'dark']), n: 1728, before: 0.88, drift: -0.166, half: 0.043 },
  { slice: slice(['gender', 'none']), n: 4320, before: 0.93, drift: -0.114, half: 0.026 },
  { slice: slice(['gender', 'woman']), n: 1440, before: 0.911, drift: -0.106, half: 0.041 },
  { slice: slice(['gender', 'man']), n: 1440, before: 0.905, drift: -0.0586, half: 0.045 },
  { slice: slice(['gender', 'person']), n: 1440, before: 0.9, drift: -0.104, half: 0.046 },
  { slice: slice(['style', 'fluent-emoji']), n: 2160, before: 0.91, drift: -0.129, half: 0.049 },
  { slice: slice(['style', 'twemoji']), n: 2160, before: 0.92, drift: -0.108, half: 0.03 },
  { slice: slice(['style', 'noto']), n: 2160, before: 0.921, drift: -0.028, half: 0.019 },
  { slice: slice(['style', 'fluent-emoji-flat']), n: 2160, before: 0.922, drift: -0.011, half: 0.009 },
];

export const crossRows: readonly Row[] = tones.flatMap((tone, i) =>
  (['woman', 'man'] as const).map((gender, j) => ({
    slice: slice(['skin_tone', tone], ['gender', gender]),
    n: 288,
    before: 0.94 - i * 0.012 - j * 0.008,
    drift: -0.04 - i * 0.022 - (j === 0 ? 0.012 : 0) + (i === 1 ? 0.045 : 0),
    half: 0.06,
  })),
);

export function isGroup({ slice: of }: Row): boolean {
  return of.length > 0 && of.every(({ attribute }) => attribute !== 'style');
}

export const restOf: Readonly<Record<string, number>> = { skin_tone: -0.0918, gender: -0.098, style: -0.082 };

export function emojiFairness(rows: readonly Row[], crossings: readonly Row[]): FairnessRecord {
  const singles = rows.filter(({ slice: of }) => of.length === 1);
  const over = rows.length + crossings.length + singles.length + 1;
  const drifts = [...rows, ...crossings].map((row) => driftFinding(row, accuracy, 0.02, over));
  const scale = Math.abs(rows[0]?.drift ?? 0) / 0.106;
  const differentials = singles.map((row) =>
    differentialFinding(row, (restOf[row.slice[0]?.attribute ?? ''] ?? 0) * scale, accuracy, 0.02, over),
  );
  const missing: Finding = {
    kind: 'drift',
    metric: 'accuracy',
    slice: slice(['skin_tone', 'none']),
    n: null,
    baseline: notEstimable('Too few units.'),
    variant: notEstimable('Too few units.'),
    margin: { allowed: 0.02, source: 'plan' },
    verdict: { kind: 'not-estimable', reason: 'Only one unit (family) in the slice: nothing says how much units differ.' },
    surelyWorse: false,
  };
  const gap = (name: string, attribute: string, before: number, after: number, half: number): FairnessRecord['disparities'][number] => ({
    name,
    kind: 'difference',
    of: ['accuracy'],
    attribute,
    unit: 'rate',
    baseline: estimate(before),
    variant: estimate(after),
    drift: { value: after - before, interval: jointly(after - before - half, after - before + half, 1, 'unit-jackknife') },
    leftOut: attribute === 'skin_tone' ? [{ value: 'none', reason: 'Fewer than 20 examples.' }] : [],
  });
  const findings = worstFirst([...drifts, ...differentials, missing]);
  return {
    data: {
      files: ['labels.csv'],
      examples: 8640,
      units: { column: 'family', count: 96 },
      skipped: { count: 2, examples: [{ id: 'noto/wave-0413', reason: 'The picture could not be decoded: it ends after 312 bytes.' }, { id: 'noto/wave-0414', reason: 'The file is missing.' }] },
      attributes: [
        { name: 'skin_tone', sensitive: true, values: [...tones.map((value) => ({ value, n: 1728 })), { value: 'none', n: null }] },
        { name: 'gender', sensitive: true, values: [{ value: 'none', n: 4320 }, { value: 'woman', n: 1440 }, { value: 'man', n: 1440 }, { value: 'person', n: 1440 }] },
        { name: 'style', sensitive: false, values: ['fluent-emoji', 'twemoji', 'noto', 'fluent-emoji-flat'].map((value) => ({ value, n: 2160 })) },
      ],
      labels: ['artist', 'astronaut', 'clapping-hands', 'cook', 'farmer', 'firefighter', 'health-worker', 'judge', 'mechanic', 'raised-fist', 'singer', 'waving-hand'].map((label, i) => ({ label, n: 700 + ((i * 37) % 41) })),
    },
    outcome: { task: 'multiclass', output: 'logits', classes: ['artist', 'astronaut', 'clapping-hands', 'cook', 'farmer', 'firefighter', 'health-worker', 'judge', 'mechanic', 'raised-fist', 'singer', 'waving-hand'], label: 'class' },
    metrics: [accuracy],
    together: { method: 'max-t', findings: 44, critical: 3.1, resamples: 20_000, seed: 'fairweight/max-t/1' },
    exploration: [],
    minSlice: 20,
    slices: [
      ...rows.map((row) => shownSlice(row, [accuracy], isGroup(row))),
      hiddenSlice(slice(['skin_tone', 'none'])),
      ...crossings.map((row) => shownSlice(row, [accuracy], true)),
      hiddenSlice(slice(['skin_tone', 'none'], ['gender', 'woman'])),
    ],
    notJudged: [],
    caveats: [],
    driftSummaries: [],
    disparities: [
      gap('accuracy_difference', 'skin_tone', 0.069, 0.069 + 0.073 * scale, 0.031 * scale),
      gap('accuracy_difference', 'gender', 0.03, 0.03 + 0.012 * scale, 0.03),
      {
        ...gap('accuracy_worst_group', 'skin_tone', 0.88, 0.88 - 0.166 * scale, 0.043 * scale),
        kind: 'worst',
        groups: { baseline: 'dark', variant: 'dark' },
      },
    ],
    disparityMeasures: [
      { name: 'accuracy_difference', title: 'accuracy gap', definition: 'The largest minus the smallest accuracy among the groups of the attribute.' },
      { name: 'accuracy_worst_group', title: 'accuracy of the worst group', definition: 'The smallest accuracy among the groups of the attribute.' },
    ],
    findings,
  };
}
