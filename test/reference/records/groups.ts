/** A record with everything that is told of groups, of flips and of metrics nobody judges. */
import { estimate, notEstimable, type Estimate } from '../../../src/base/index.js';
import type { AuditRecord, DisparityRecord, DriftSummaryRecord, FairnessRecord, FlipRateRecord, SliceRecord } from '../../../src/record/index.js';
import { emoji, prunedEmoji } from './emoji.js';
import { tones } from './fairness-of-emoji.js';
import { jointly, selection } from './parts.js';

const alone = (value: number, half: number): ReturnType<typeof jointly> => jointly(value - half, value + half, 1, 'projected');

function disparity(kind: DisparityRecord['kind'], name: string, before: Estimate, after: Estimate, more: Partial<DisparityRecord> = {}): DisparityRecord {
  const [a, b] = [before.kind === 'value' ? before.value : undefined, after.kind === 'value' ? after.value : undefined];
  const isKnown = a !== undefined && b !== undefined;
  return {
    name,
    kind,
    of: ['accuracy'],
    attribute: 'skin_tone',
    unit: 'rate',
    baseline: before,
    variant: after,
    intervals: isKnown ? { baseline: alone(a, 0.02), variant: alone(b, 0.03) } : undefined,
    drift: isKnown ? { value: b - a, interval: alone(b - a, 0.04) } : undefined,
    relativeDrift: !isKnown ? undefined : a === 0 ? { kind: 'not-estimable', reason: 'the baseline is at 0' } : { kind: 'value', value: (b - a) / a, interval: a < 0.03 ? undefined : alone((b - a) / a, 0.2) },
    leftOut: [],
    ...more,
  };
}

export const disparitiesOfAllKinds: readonly DisparityRecord[] = [
  disparity('difference', 'accuracy_difference', estimate(0.069), estimate(0.142), { leftOut: [{ value: 'none', reason: 'fewer than 20 examples' }] }),
  disparity('difference', 'equalized_odds_difference', estimate(0.05), estimate(0.06), { of: ['true_positive_rate', 'false_positive_rate'] }),
  disparity('difference', 'brier_difference', estimate(0), estimate(0.01), { of: ['brier'], unit: 'number' }),
  disparity('ratio', 'accuracy_ratio', estimate(0.927), estimate(0.834), { unit: 'number' }),
  disparity('ratio', 'equalized_odds_ratio', notEstimable('every group is at 0'), notEstimable('every group is at 0'), { unit: 'number' }),
  disparity('worst', 'accuracy_worst_group', estimate(0.88), estimate(0.714), { groups: { baseline: 'dark', variant: 'dark' } }),
  disparity('to-overall', 'accuracy_difference_to_overall', estimate(0.038), estimate(0.098)),
  ...tones.map((tone, i) => disparity('to-best', 'accuracy_difference_to_best', estimate(0.01 * i), estimate(0.03 * i), { group: tone })),
  ...tones.slice(1).map((tone, i) => disparity('to-reference', 'average_odds_difference', estimate(-0.01 * i - 0.01), estimate(-0.02 * i - 0.01), { group: tone, reference: 'light' })),
  disparity('index', 'theil_index', estimate(0.081), estimate(0.12), { unit: 'number' }),
  disparity('difference', 'accuracy_difference', estimate(0.02), estimate(0.021), { attribute: 'gender' }),
];

const measures: FairnessRecord['disparityMeasures'] = [...new Set(disparitiesOfAllKinds.map(({ name }) => name))].map((name) => ({
  name,
  title: name.replaceAll('_', ' '),
  definition: `What ${name.replaceAll('_', ' ')} means.`,
  source: 'Somebody 2020, "A paper about groups"',
}));

function summary(name: string, title: string, value: Estimate, more: Partial<DriftSummaryRecord> = {}): DriftSummaryRecord {
  return {
    name,
    title,
    definition: `What ${title} means.`,
    source: 'Somebody 2021, "A paper about drift"',
    attribute: 'skin_tone',
    value,
    interval: value.kind === 'value' ? alone(value.value, 0.1) : undefined,
    leftOut: [],
    ...more,
  };
}

export const summariesOfAllKinds: readonly DriftSummaryRecord[] = [
  ...tones.map((tone, i) => summary('normalised_change_of_error_rate', 'normalised change of error rate', i === 0 ? notEstimable('the baseline is at 0') : estimate(0.4 + i * 0.3), { group: tone, overall: estimate(0.9) })),
  summary('combined_error_variance', 'combined error variance (CEV)', estimate(0.211), { leftOut: [{ value: 'none', reason: 'the baseline has no errors of one kind' }] }),
  ...tones.map((tone, i) => summary('excessive_loss', 'excessive loss', estimate(0.1 * i - 0.05), { group: tone, overall: estimate(0.12) })),
];

const rate = (value: number): FlipRateRecord => ({ kind: 'value', value, interval: jointly(value * 0.8, value * 1.25, 1, 'wilson') });

function withRates(item: SliceRecord, i: number): SliceRecord {
  if (item.shown.kind !== 'shown') return item;
  const { flips, n, values } = item.shown;
  return {
    ...item,
    shown: {
      ...item.shown,
      exemplars: 40 + i,
      flips: { ...flips, rates: { negative: rate(flips.negative / n), positive: rate(flips.positive / n), any: rate(flips.any / n), relativeNegative: i === 2 ? { kind: 'not-estimable', reason: 'nothing was right before' } : rate(0.61) } },
      values: [
        ...values.map((value) => ({ ...value, relativeDrift: { kind: 'value' as const, value: -0.113, interval: alone(-0.113, 0.02) }, differential: item.slice.length === 1 ? { value: -0.041, interval: alone(-0.041, 0.03) } : undefined })),
        { metric: 'selection_rate', n, baseline: estimate(0), variant: estimate(0.02), drift: { value: 0.02, interval: alone(0.02, 0.01) }, relativeDrift: { kind: 'not-estimable' as const, reason: 'the baseline is at 0' } },
      ],
    },
  };
}

export const fairnessOfGroups: FairnessRecord = {
  ...emoji,
  trainings: { baseline: 3, variant: 3, isPaired: true },
  metrics: [...emoji.metrics, selection],
  slices: emoji.slices.map(withRates),
  disparities: disparitiesOfAllKinds,
  disparityMeasures: measures,
  driftSummaries: summariesOfAllKinds,
  confusion: {
    moved: [
      { label: 'singer', answer: 'firefighter', came: 120, left: 31 },
      { label: 'singer', answer: 'singer', came: 24, left: 140 },
      { label: 'cook', answer: 'judge', came: 44, left: 21 },
    ],
    more: 4,
    withheld: 31,
  },
};

/** The pruned people-emoji model with three trainings a side. */
export const groups: AuditRecord = { ...prunedEmoji, fairness: fairnessOfGroups };
