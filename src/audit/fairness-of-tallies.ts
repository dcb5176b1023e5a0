import { AuditError, compareText, didYouMean, listed, quoted, type Progress } from '../base/index.js';
import { defaultMargins, type DeclaredMargin, type SliceAttribute } from '../compare/index.js';
import { orderValues } from '../data/index.js';
import type { PairTally, Rankings } from '../metrics/index.js';
import type { ExemplarCount, OutcomeSpec } from '../outcomes/index.js';
import type { AttributePlan, Plan } from '../plan/index.js';
import {
  fairnessRecord,
  type DataFacts,
  type FairnessEvidence,
  type FairnessRecord,
  type OutcomeFacts,
} from '../record/index.js';
import { assertMarginCrossings, assertMarginValues } from './margin-values.js';
import { marginsSha256, promisesOfPlan } from './margins-hash.js';
import type { RankedSets } from './rank-variants.js';
import type { TrainingPairs } from './trainings.js';

/** A variant's tallies, one a pair of trainings, and what the second pass found of each. */
export interface TalliedVariant {
  readonly pairs: TrainingPairs;
  readonly tallies: readonly PairTally[];
  /** Absent where outcomes are no scores of a positive class, or there was no second pass. */
  readonly rankings: readonly (Rankings | undefined)[];
  /** Compression-identified exemplars; only with several trainings. */
  readonly exemplars: readonly ExemplarCount[] | undefined;
}

/** What tallies do not say of the set that they are of. */
export interface TalliedSet extends Pick<DataFacts, 'files' | 'skipped'> {
  readonly outcome: OutcomeSpec;
}

/** The fairness record of one variant: a pure function of its tallies and the plan. */
export function fairnessOfTallies(
  plan: Plan,
  variant: TalliedVariant,
  set: TalliedSet,
  onProgress?: Progress,
): FairnessRecord {
  return fairnessRecord(evidenceOf(plan, variant, set), onProgress);
}

/** What the fairness record of one variant depends on. */
export function evidenceOf(
  plan: Plan,
  { pairs, tallies: [tally, ...others], rankings, exemplars }: TalliedVariant,
  { outcome, files, skipped }: TalliedSet,
): FairnessEvidence {
  if (!tally) throw new RangeError('a variant without a tally');
  const attributes = sliceAttributes(plan, tally);
  assertMarginValues(plan.margins ?? [], attributes, strayMargin);
  assertMarginCrossings(plan.margins ?? [], tally, strayMargin);
  return {
    tally,
    rankings: rankings[0],
    trainings:
      pairs.pairs.length === 1
        ? undefined
        : {
            baselines: pairs.baselines,
            variants: pairs.variants,
            isPaired: pairs.isPaired,
            pairs: pairs.pairs,
            exemplars,
            others: others.map((other, i) => ({ tally: other, rankings: rankings[i + 1] })),
          },
    attributes,
    crossings: plan.slices,
    minSlice: plan.minSlice,
    marginsSha256: hashOf(plan),
    margins: marginsOf(plan, outcome),
    marginSource: plan.margins ? 'plan' : 'default',
    search: plan.search,
    outcome: outcomeFacts(outcome, plan.data?.label ?? ''),
    data: { files, skipped, unitColumn: plan.data?.unit, weightColumn: plan.data?.weight },
  };
}

function hashOf(plan: Plan): string | undefined {
  const promises = promisesOfPlan(plan);
  return promises && marginsSha256(promises);
}

/** Which sets a second pass ranks; the same for all variants, whose examples are the same. */
export function rankedSetsOf(plan: Plan, outcome: OutcomeSpec, [first]: readonly PairTally[]): RankedSets {
  return {
    attributes: first ? sliceAttributes(plan, first) : [],
    crossings: plan.slices,
    margins: marginsOf(plan, outcome),
  };
}

function marginsOf(plan: Plan, outcome: OutcomeSpec): readonly DeclaredMargin[] {
  return plan.margins ?? defaultMargins(outcome.task);
}

function sliceAttributes(plan: Plan, tally: PairTally): readonly SliceAttribute[] {
  return plan.attributes.map((attribute, i) => {
    const values = new Set(tally.cells.map((cell) => cell.attributes[i] ?? ''));
    const { name, sensitive, reference } = attribute;
    if (reference !== undefined && !values.has(reference)) throw strayReference(attribute, values);
    return { name, sensitive, reference, values: orderValues(attribute, values) };
  });
}

function strayMargin(_metric: string, message: string, wayOut: string | undefined): AuditError {
  return new AuditError('plan', message, { wayOut });
}

function strayReference({ name, reference = '' }: AttributePlan, values: ReadonlySet<string>): AuditError {
  const known = [...values].sort(compareText);
  return new AuditError('plan', `The reference of ${quoted(name)} is ${quoted(reference)}, which no example has.`, {
    wayOut: [didYouMean(reference, known), `Its values are: ${listed(known)}.`].filter(Boolean).join(' '),
  });
}

function outcomeFacts(outcome: OutcomeSpec, label: string): OutcomeFacts {
  if (outcome.task === 'binary') {
    return { task: 'binary', output: outcome.output, positive: outcome.labels[1], threshold: outcome.threshold, label };
  }
  return outcome.task === 'multiclass'
    ? { task: 'multiclass', output: outcome.output, classes: outcome.classes, label }
    : { task: 'regression', output: outcome.output, label };
}
