import { describe, expect, it } from 'vitest';
import { pairedDrift, sideEstimate, withStatistics, type Cell } from '../../src/metrics/index.js';
import { binaryByUnit, example, metricNamed, tallyOf } from './examples.js';

/** Units of two examples, of which every fifth loses one. */
function cellsOf(units: number): readonly Cell[] {
  return tallyOf(
    binaryByUnit,
    Array.from({ length: units }, (_, i) => [
      example(i % 5 === 0 ? '110' : '111', 'all', `u${i}`),
      example(i % 7 === 0 ? '011' : '000', 'all', `u${i}`),
    ]).flat(),
  ).cells;
}

describe('the statistics that a set keeps', () => {
  // A set keeps 65,536 numbers of its units, and a unit has nine of them.
  it.each([40, 9000])('change no drift and no side of %i units', (units) => {
    const cells = cellsOf(units);
    for (const name of ['kappa', 'log_loss', 'precision']) {
      const metric = metricNamed(binaryByUnit, name);
      const [anew, kept] = [{ cells }, withStatistics(binaryByUnit, { cells })].map((set) => {
        const { drift } = pairedDrift(binaryByUnit, metric, set, set);
        const side = sideEstimate(binaryByUnit, metric, set, 'variant');
        if (drift.kind !== 'drift' || side.kind !== 'estimate') throw new RangeError('not estimable');
        return {
          value: drift.value,
          bounds: drift.bounds(0.025),
          variance: drift.varianceWithoutDrift,
          side: side.bounds(0.025),
        };
      });
      expect(kept).toEqual(anew);
      expect(kept?.variance).toBeGreaterThan(0);
    }
  });
});
