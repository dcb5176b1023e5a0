import { cutSlices, judgeSlices, type DriftFinding } from '../../src/compare/index.js';
import { metricsFor, rankValues, type PairTally } from '../../src/metrics/index.js';

/** Judges accuracy everywhere, as an audit does: everyone, both attributes and their crossing, by drift and against everyone else. */
export function judgeAll(
  tally: PairTally,
  allowed: number,
): { readonly findings: readonly DriftFinding[]; readonly critical: number } {
  const attribute = (name: string, i: number): { name: string; sensitive: boolean; values: string[] } => ({
    name,
    sensitive: true,
    values: [...new Set(tally.cells.map(({ attributes }) => attributes[i] ?? ''))],
  });
  const attributes = [attribute('first', 0), attribute('second', 1)];
  const isCrossed = (attributes[1]?.values.length ?? 0) > 1;
  const crossings = isCrossed ? [['first'], ['second'], ['first', 'second']] : [['first']];
  const slices = cutSlices(tally, attributes, crossings);
  const metrics = metricsFor(tally.frame).filter(({ name }) => name === 'accuracy');
  const { findings, together } = judgeSlices(tally.frame, slices, metrics, {
    margins: [{ metric: 'accuracy', drift: allowed, differential: allowed }],
    source: 'plan',
    minSlice: 1,
    ranks: rankValues(tally),
    resamples: 2000,
  });
  return { findings, critical: together.critical };
}
