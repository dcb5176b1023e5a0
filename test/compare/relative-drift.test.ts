import { describe, expect, it } from 'vitest';
import { cutSlices, relativeDrift } from '../../src/compare/index.js';
import { pairedDrift, type PairTally } from '../../src/metrics/index.js';
import { binary, counted, metricNamed, tallyOf } from '../metrics/examples.js';

function relative(tally: PairTally, name: string): ReturnType<typeof relativeDrift> {
  const [everyone] = cutSlices(tally, [{ name: 'group', sensitive: true, values: ['all'] }], []);
  if (!everyone) throw new RangeError('no slice');
  return relativeDrift(binary, pairedDrift(binary, metricNamed(binary, name), everyone), everyone);
}

describe('the relative drift of a metric', () => {
  it('is the drift over what it was, as sure as the ratio of two paired shares', () => {
    // 3,200 of 4,000 right before, 2,900 after: 400 lost, 100 gained.
    const { value, bounds } = relative(
      tallyOf(binary, counted({ '111': 2800, '110': 400, '101': 100, '100': 700 })),
      'accuracy',
    );
    expect(value).toEqual({ kind: 'value', value: expect.closeTo(-300 / 3200, 12) as number });
    // The logarithm of the ratio has variance (lost + gained) / (right before × right after), to first order.
    const half = 1.96 * Math.sqrt(500 / (3200 * 2900)) * (2900 / 3200);
    expect(((bounds?.upper ?? 0) - (bounds?.lower ?? 0)) / 2 / half).toBeCloseTo(1, 1);
    expect(((bounds?.upper ?? 0) + (bounds?.lower ?? 0)) / 2).toBeCloseTo(-300 / 3200, 2);
  });

  it('has no interval where the baseline may be 0, and is nothing where it is', () => {
    const nearZero = relative(
      tallyOf(binary, counted({ '111': 52, '101': 4, '100': 44, '011': 50, '000': 50 })),
      'kappa',
    );
    expect(nearZero.value).toMatchObject({ kind: 'value' });
    expect(nearZero.bounds).toBeUndefined();
    const zero = relative(tallyOf(binary, counted({ '101': 20, '100': 80 })), 'accuracy');
    expect(zero.value).toMatchObject({ kind: 'not-estimable' });
  });
});
