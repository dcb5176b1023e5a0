import { AuditError } from '../base/index.js';
import {
  LossFiller,
  RankPass,
  TallyBuilder,
  binaryLossNames,
  defaultQuantiles,
  defaultTop,
  massOf,
  multiclassLossNames,
  regressionLossNames,
  type PairTally,
  type PairedExample,
  type Rankings,
  type TallyFrame,
  type WantedRests,
} from '../metrics/index.js';
import { answerOf, type Outcome, type OutcomeSpec } from './outcome.js';
import type { ScoredExample } from './scored-example.js';

/** Two models of an outcome table, by their positions; the baseline of a comparison and its variant. */
export interface ModelPair {
  readonly baseline: number;
  readonly variant: number;
}

/** What is tallied of an outcome table. */
export function frameOf(
  spec: OutcomeSpec,
  attributes: readonly string[],
  hasUnits: boolean,
  hasWeights = false,
): TallyFrame {
  const classes = spec.task === 'binary' ? spec.labels : spec.task === 'multiclass' ? spec.classes : [];
  const ofScores = spec.task === 'binary' ? spec.ofScores : undefined;
  return { task: spec.task, classes, attributes, losses: lossesOf(spec), ofScores, hasUnits, hasWeights };
}

function lossesOf(spec: OutcomeSpec): readonly string[] {
  if (spec.task === 'binary') return binaryLossNames;
  if (spec.task === 'regression') return regressionLossNames(spec.quantiles ?? defaultQuantiles);
  return multiclassLossNames(spec.top ?? defaultTop.filter((k) => k < spec.classes.length));
}

/**
 * Reads an outcome table once and tallies pairs of models against each other.
 *
 * @param pairs positions of the models
 * @returns a tally a pair, in their order
 */
export async function tallyOutcomes(
  examples: AsyncIterable<readonly ScoredExample[]>,
  spec: OutcomeSpec,
  frame: TallyFrame,
  pairs: readonly ModelPair[],
): Promise<readonly PairTally[]> {
  const builders = pairs.map((pair) => ({ pair, builder: new TallyBuilder(frame) }));
  const labelIndex = new Map(frame.classes.map((name, i) => [name, i]));
  const fill = lossesFiller(frame);
  for await (const batch of examples) {
    for (const example of batch) {
      if (example.result.kind === 'skipped') continue;
      const { outcomes } = example.result;
      for (const { pair, builder } of builders) {
        const [baseline, variant] = [outcomes[pair.baseline], outcomes[pair.variant]];
        if (baseline && variant) builder.add(pairOf(example, baseline, variant, spec, labelIndex, fill));
      }
    }
  }
  return builders.map(({ builder }) => builder.build());
}

/** Refuses a whole set in which nothing counts; in a shard of one that may be. @throws {AuditError} `data` */
export function assertSomethingWeighs(frame: TallyFrame, [tally]: readonly PairTally[]): void {
  if (!frame.hasWeights || !tally || tally.cells.length === 0 || tally.cells.some((cell) => massOf(cell) > 0)) return;
  throw new AuditError('data', 'Every example weighs 0, so nothing is left to compare.', {
    wayOut: 'Correct the column of weights, or leave the weight out of the plan: examples then count alike.',
  });
}

/**
 * Reads an outcome table a second time and ranks the scores of two models against the tally's.
 *
 * @param pair their positions among the models
 * @param rests for which slices everyone else is to be ranked too, and by which metrics
 * @param read starts the table from its beginning
 * @returns nothing where outcomes are no scores of a positive class
 */
export async function rankOutcomes(
  read: () => AsyncIterable<readonly ScoredExample[]>,
  tally: PairTally,
  pair: ModelPair,
  crossings: readonly (readonly string[])[],
  rests: WantedRests,
): Promise<Rankings | undefined> {
  if (!tally.scores) return undefined;
  const pass = new RankPass(tally, crossings, rests);
  for (let round = 0; round < pass.rounds; round++) {
    if (round > 0) pass.begin(round);
    for await (const batch of read()) {
      for (const { attributes, unit, weight, label, result } of batch) {
        if (result.kind === 'skipped') continue;
        const before = result.outcomes[pair.baseline];
        const after = result.outcomes[pair.variant];
        if (before?.kind !== 'score' || after?.kind !== 'score') continue;
        pass.add({
          attributes,
          unit,
          weight,
          label: tally.frame.classes.indexOf(label),
          baseline: before.score,
          variant: after.score,
        });
      }
    }
  }
  return pass.build();
}

function pairOf(
  example: ScoredExample,
  baseline: Outcome,
  variant: Outcome,
  spec: OutcomeSpec,
  labelIndex: ReadonlyMap<string, number>,
  fill: (baseline: Outcome, variant: Outcome, label: number) => FilledLosses,
): PairedExample {
  const label = labelIndex.get(example.label) ?? 0;
  const losses = fill(baseline, variant, spec.task === 'regression' ? Number(example.label) : label);
  return {
    attributes: example.attributes,
    unit: example.unit,
    weight: example.weight,
    label,
    baseline: answerOf(baseline, spec),
    variant: answerOf(variant, spec),
    baselineLosses: losses.baseline,
    variantLosses: losses.variant,
    scores: scoresOf(baseline, variant),
  };
}

function scoresOf(baseline: Outcome, variant: Outcome): PairedExample['scores'] {
  if (baseline.kind !== 'score' || variant.kind !== 'score') return undefined;
  return { baseline: baseline.score, variant: variant.score };
}

type FilledLosses = Pick<LossFiller<never>, 'baseline' | 'variant'>;

/** Fills the losses of one pair of outcomes after the other, into the same arrays. */
function lossesFiller({ task, losses }: TallyFrame): (a: Outcome, b: Outcome, label: number) => FilledLosses {
  if (task === 'multiclass') {
    const filler = LossFiller.multiclass(losses);
    const scores = (outcome: Outcome): readonly number[] => (outcome.kind === 'scores' ? outcome.scores : []);
    return (a, b, label) => {
      filler.fill(scores(a), scores(b), label);
      return filler;
    };
  }
  const filler = task === 'binary' ? LossFiller.binary(losses) : LossFiller.regression(losses);
  const number = (outcome: Outcome): number =>
    outcome.kind === 'score' ? outcome.score : outcome.kind === 'value' ? outcome.value : NaN;
  return (a, b, label) => {
    filler.fill(number(a), number(b), label);
    return filler;
  };
}
