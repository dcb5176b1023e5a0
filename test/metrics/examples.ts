import fc from 'fast-check';
import { ExactSum } from '../../src/base/index.js';
import {
  TallyBuilder,
  binaryLosses,
  type Metric,
  type PairTally,
  type PairedExample,
  type TallyFrame,
  metricsFor,
  statisticsOf,
  pairedDrift,
  type DriftEstimate,
} from '../../src/metrics/index.js';

export const binary: TallyFrame = {
  task: 'binary',
  classes: ['no', 'yes'],
  attributes: ['group'],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};
export const binaryByUnit: TallyFrame = { ...binary, hasUnits: true };
export const threeClasses: TallyFrame = { ...binary, task: 'multiclass', classes: ['a', 'b', 'c'] };

/** An example in a word: label, baseline's answer, variant's answer, in that order: `110` is a lost positive. */
export function example(answers: string, group = 'all', unit = ''): PairedExample {
  const [label = 0, baseline = 0, variant = 0] = [...answers].map(Number);
  return {
    attributes: [group],
    unit,
    label,
    baseline,
    variant,
    baselineLosses: binaryLosses(baseline === 0 ? 0.2 : 0.8, label === 0 ? 0 : 1),
    variantLosses: binaryLosses(variant === 0 ? 0.3 : 0.7, label === 0 ? 0 : 1),
  };
}

/** So many examples of each kind: `{ '111': 3, '110': 1 }`. */
export function counted(counts: Readonly<Record<string, number>>, group = 'all'): readonly PairedExample[] {
  return Object.entries(counts).flatMap(([answers, n]) => Array.from({ length: n }, () => example(answers, group)));
}

export function tallyOf(frame: TallyFrame, examples: readonly PairedExample[]): PairTally {
  const builder = new TallyBuilder(frame);
  for (const item of examples) builder.add(item);
  return builder.build();
}

/** A tally as plain data, so that two can be compared: sums as whole numbers. */
export function plain(tally: PairTally): unknown {
  const units = (sums: object): unknown =>
    Object.entries(sums).map(([name, sum]: [string, unknown]) => [
      name,
      sum instanceof ExactSum ? sum.units() : typeof sum === 'object' && sum !== null ? units(sum) : sum,
    ]);
  return tally.cells.map((cell) => ({ ...cell, weights: units(cell.weights ?? {}), moments: cell.moments.map(units) }));
}

export function metricNamed(frame: TallyFrame, name: string, index?: number): Metric {
  const found = metricsFor(frame).find((metric) => metric.name === name && metric.class === index);
  if (!found) throw new RangeError(name);
  return found;
}

/** A metric's value of one side, or why it has none. */
export function valueOf(tally: PairTally, name: string, side: 'baseline' | 'variant' = 'baseline'): number | string {
  const found = metricNamed(tally.frame, name).value(statisticsOf(tally.frame, tally.cells, side));
  return found.kind === 'value' ? found.value : found.reason;
}

type Drift = Extract<DriftEstimate, { kind: 'drift' }>;

/** A metric's drift; fails where there is none. */
export function driftOf(tally: PairTally, name: string): Drift {
  const { drift } = pairedDrift(tally.frame, metricNamed(tally.frame, name), tally);
  if (drift.kind === 'not-estimable') throw new RangeError(drift.reason);
  return drift;
}

/** Any example of a frame, a few groups and units. */
export function anyExample(frame: TallyFrame, units = 5): fc.Arbitrary<PairedExample> {
  const top = Math.max(0, frame.classes.length - 1);
  const loss = fc.double({ min: 0, max: 35, noNaN: true });
  return fc.record({
    attributes: fc.constantFrom(['x'], ['y'], ['a,1:b']),
    unit: fc.nat(units - 1).map((n) => `unit ${n}`),
    label: fc.nat(top),
    baseline: fc.nat(top),
    variant: fc.nat(top),
    baselineLosses: fc.tuple(loss, loss),
    variantLosses: fc.tuple(loss, loss),
  });
}
