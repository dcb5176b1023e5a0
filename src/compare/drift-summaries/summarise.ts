import { estimate, notEstimable, type Estimate } from '../../base/index.js';
import type { Bounded, Metric, TallyFrame } from '../../metrics/index.js';
import { bySubstitution, type Parts } from '../disparities/by-substitution.js';
import { alone } from '../disparities/disparity-drift.js';
import { GroupMeasures, type DisparityRules, type LeftOut, type MeasuredGroup } from '../disparities/group-measures.js';
import type { SliceCells } from '../slices.js';
import { combinedErrorVariance, symmetricDistanceError, type ErrorRates } from './error-variance.js';
import { excessiveLoss } from './excessive-loss.js';
import { normalisedChange } from './normalised-change.js';

/** One number that says how drift was spread over the groups of an attribute, or how it hit one of them. */
export interface DriftSummary {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly source: string;
  readonly attribute: string;
  /** The group that it is about, where it is about one. */
  readonly group: string | undefined;
  readonly value: Estimate;
  /** Of the 95 % interval; absent where nothing bounds it. */
  readonly bounds: { readonly lower: number; readonly upper: number } | undefined;
  readonly method: string;
  readonly simultaneousOver: number;
  /** The same of everyone, for numbers of one group. */
  readonly overall: Estimate | undefined;
  readonly leftOut: readonly LeftOut[];
}

const hooker = 'Hooker et al. 2020, "Characterising bias in compressed models"';
const blakeney =
  'Blakeney et al. 2021, "Simon Says: Evaluating and mitigating bias in pruned neural networks with knowledge distillation"';
const tran = 'Tran et al. 2022, "Pruning has a disparate impact on model accuracy"';

/** Error rates whose change relative to what they were is told of each group. */
const errorRates = ['error_rate', 'false_positive_rate', 'false_negative_rate'];
/** The loss of each task whose growth is told. */
const losses = ['log_loss', 'mae'];

/** How drift was spread over the groups of an attribute. @param groups the attribute's shown slices */
export function summariseDrift(
  frame: TallyFrame,
  attribute: string,
  groups: readonly SliceCells[],
  metrics: readonly Metric[],
  rules: DisparityRules,
): readonly DriftSummary[] {
  const measured = new GroupMeasures(frame, attribute, groups, metrics, rules);
  const has = (name: string): boolean => metrics.some((metric) => metric.name === name);
  return [
    ...errorRates.filter(has).flatMap((name) => normalisedChanges(measured, name)),
    ...(has('false_positive_rate') && has('false_negative_rate') ? errorSpreads(measured) : []),
    ...losses.filter(has).flatMap((name) => excessiveLosses(measured, name)),
  ];
}

function normalisedChanges(measured: GroupMeasures, name: string): readonly DriftSummary[] {
  const { metric, groups, leftOut } = measured.of(name);
  const everyone = measured.overall(name);
  const overall = 'reason' in everyone ? notEstimable(everyone.reason) : changeOf(everyone).value;
  return groups.map((group) => ({
    name: `normalised_change_of_${name}`,
    title: `normalised change of ${metric.title}`,
    definition: `Change of the group's ${metric.title} over what it was; beside it, that of everyone.`,
    source: hooker,
    attribute: measured.attribute,
    group: group.value,
    ...changeOf(group),
    method: 'substituted',
    simultaneousOver: 1,
    overall,
    leftOut,
  }));
}

function changeOf({ estimates }: MeasuredGroup): Pick<DriftSummary, 'value' | 'bounds'> {
  const change = ({ before: [was = NaN], drift: [moved = NaN] }: Parts): number => normalisedChange(was, was + moved);
  const value = change({ before: [estimates.baseline.value], drift: [estimates.drift.value] });
  if (!Number.isFinite(value)) return { value: notEstimable('the baseline is at 0'), bounds: undefined };
  return { value: estimate(value), bounds: bySubstitution(change, [estimates], 'drift', alone) };
}

/** Combined error variance and symmetric distance error, over the groups that had errors of both kinds. */
function errorSpreads(measured: GroupMeasures): readonly DriftSummary[] {
  const [positives, negatives] = [measured.of('false_positive_rate'), measured.of('false_negative_rate')];
  const none: LeftOut[] = [...positives.leftOut, ...negatives.leftOut];
  const pairs = positives.groups.flatMap((positive) => {
    const negative = negatives.groups.find(({ value }) => value === positive.value);
    if (!negative) return [];
    if (positive.estimates.baseline.value > 0 && negative.estimates.baseline.value > 0) return [{ positive, negative }];
    none.push({ value: positive.value, reason: 'the baseline has no errors of one kind' });
    return [];
  });
  const leftOut = [...new Map(none.map((one) => [one.value, one])).values()];
  const groups = [...pairs.map(({ positive }) => positive), ...pairs.map(({ negative }) => negative)].map(
    ({ estimates }) => estimates,
  );
  const rates = (flat: readonly number[]): readonly ErrorRates[] =>
    pairs.map((_, i) => ({ falsePositiveRate: flat[i] ?? NaN, falseNegativeRate: flat[i + pairs.length] ?? NaN }));
  const found = (
    of: (before: readonly ErrorRates[], after: readonly ErrorRates[]) => number,
  ): Pick<DriftSummary, 'value' | 'bounds'> => {
    if (pairs.length < 2) return { value: notEstimable('fewer than two groups take part'), bounds: undefined };
    const value = ({ before, drift }: Parts): number =>
      of(rates(before), rates(before.map((was, i) => was + (drift[i] ?? 0))));
    const bounds = bySubstitution(value, groups, 'drift', alone);
    const at = value({ before: groups.map((g) => g.baseline.value), drift: groups.map((g) => g.drift.value) });
    return { value: estimate(at), bounds: bounds && { lower: Math.max(0, bounds.lower), upper: bounds.upper } };
  };
  const common = {
    source: blakeney,
    attribute: measured.attribute,
    group: undefined,
    method: 'substituted',
    simultaneousOver: 1,
    overall: undefined,
    leftOut,
  };
  return [
    {
      ...common,
      name: 'combined_error_variance',
      title: 'combined error variance (CEV)',
      definition: 'Variance between groups of the relative changes of both error rates; 0 where all changed alike.',
      ...found(combinedErrorVariance),
    },
    {
      ...common,
      name: 'symmetric_distance_error',
      title: 'symmetric distance error (SDE)',
      definition:
        'Mean over groups of how far the relative changes of false negative and false positive rate lie apart.',
      ...found(symmetricDistanceError),
    },
  ];
}

function excessiveLosses(measured: GroupMeasures, name: string): readonly DriftSummary[] {
  const { metric, groups, leftOut } = measured.of(name);
  const everyone = measured.overall(name);
  const common = { source: tran, attribute: measured.attribute, leftOut };
  const { gap } = excessiveLoss(
    groups.map(({ estimates }) => estimates.baseline.value),
    groups.map(({ estimates }) => estimates.variant.value),
  );
  const { tail, over } = measured.tailOf(groups);
  const drifts = groups.map(({ estimates }) => ({
    value: estimates.drift.value,
    ...estimates.drift.bounds(tail),
  }));
  return [
    {
      ...common,
      name: 'excessive_loss_gap',
      title: 'gap of excessive loss',
      definition: `How much more the ${metric.title} grew in the group where it grew most than where it grew least.`,
      group: undefined,
      ...(groups.length < 2
        ? { value: notEstimable('fewer than two groups are large enough'), bounds: undefined }
        : { value: estimate(gap), bounds: rangeBounds(drifts, gap) }),
      method: 'projected',
      simultaneousOver: over,
      overall: undefined,
    },
    ...groups.map(({ value, estimates: { drift } }) => ({
      ...common,
      name: 'excessive_loss',
      title: 'excessive loss',
      definition: `How much the group's ${metric.title} grew; beside it, that of everyone.`,
      group: value,
      value: estimate(drift.value),
      bounds: drift.bounds(alone),
      method: drift.estimate.method,
      simultaneousOver: 1,
      overall: 'reason' in everyone ? notEstimable(everyone.reason) : estimate(everyone.estimates.drift.value),
    })),
  ];
}

function rangeBounds(drifts: readonly Bounded[], value: number): { readonly lower: number; readonly upper: number } {
  const lower = Math.max(0, Math.max(...drifts.map((d) => d.lower)) - Math.min(...drifts.map((d) => d.upper)));
  const upper = Math.max(...drifts.map((d) => d.upper)) - Math.min(...drifts.map((d) => d.lower));
  return { lower: Math.min(lower, value), upper: Math.max(upper, value) };
}
