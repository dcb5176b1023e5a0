import { sliceKey } from '../base/index.js';
import type { HidesLabel, SliceCells } from '../compare/index.js';
import { countsOf, massOf, squaredMassOf, type PairTally } from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';
import type { DataFacts } from './types.js';

/** The slices that a set is cut into, and what of them stays hidden. */
export interface ShownOfData {
  /** Everyone first. */
  readonly slices: readonly SliceCells[];
  /** Of every attribute by itself. */
  readonly singles: readonly SliceCells[];
  /** Keys of hidden slices. */
  readonly hidden: ReadonlySet<string>;
  readonly hidesLabel: HidesLabel;
}

/** What may be told of the evaluation set: counts of values and labels, but for those that must stay hidden. */
export function dataFacts(
  { tally, data, attributes }: Pick<FairnessEvidence, 'tally' | 'data' | 'attributes'>,
  { slices, singles, hidden, hidesLabel }: ShownOfData,
): DataFacts {
  const everyone = slices[0];
  const support = countsOf(tally.frame, tally.cells, 'baseline').support;
  return {
    files: data.files,
    examples: everyone?.n ?? 0,
    units: data.unitColumn === undefined ? undefined : { column: data.unitColumn, count: everyone?.units ?? 0 },
    weights:
      data.weightColumn === undefined
        ? undefined
        : { column: data.weightColumn, effectiveExamples: effectiveExamples(tally) },
    skipped: data.skipped,
    attributes: attributes.map(({ name, sensitive }) => ({
      name,
      sensitive,
      values: singles
        .filter(({ by }) => by[0] === name)
        .map(({ slice, n }) => ({ value: slice[0]?.value ?? '', n: hidden.has(sliceKey(slice)) ? null : n })),
    })),
    labels: tally.frame.classes.map((label, i) => ({
      label,
      n: everyone && hidesLabel(i, everyone) ? null : (support[i] ?? 0),
    })),
  };
}

/** Kish's effective number: (Σ w)² / Σ w². */
function effectiveExamples({ cells }: PairTally): number {
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  const squares = cells.reduce((sum, cell) => sum + squaredMassOf(cell), 0);
  return squares > 0 ? (mass * mass) / squares : 0;
}
