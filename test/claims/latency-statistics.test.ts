import { describe, expect, it } from 'vitest';
import { normalQuantile, studentQuantile } from '../../src/metrics/index.js';
import { randomFor, type Random } from '../../src/base/index.js';
import {
  compareSizes,
  latencyRatio,
  percentile,
  summarizeLatency,
  type LatencySession,
} from '../../src/claims/index.js';

function pair(session: number, before: readonly number[], after: readonly number[]): readonly LatencySession[] {
  return [
    { model: 'baseline', session, timesMs: before },
    { model: 'int8', session, timesMs: after },
  ];
}

describe('percentiles of latency', () => {
  it('interpolate between order statistics, as type 7 of Hyndman and Fan', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46, 12);
    expect(percentile([5], 0.99)).toBe(5);
  });

  it('are taken over all runs of a model', () => {
    const sessions = [...pair(1, [1, 2], [9, 9]), ...pair(2, [3, 4], [9, 9])];
    expect(summarizeLatency(sessions, 'baseline').p50Ms).toBe(2.5);
    expect(summarizeLatency(sessions, 'int8')).toEqual({ p50Ms: 9, p90Ms: 9, p99Ms: 9 });
  });
});

describe('the quantiles of Student’s t', () => {
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 4, 2.77645],
    [0.95, 10, 1.81246],
    [0.995, 30, 2.75],
  ])('at %d with %d degrees of freedom is the table’s %d', (p, degrees, value) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(value, 4);
  });
});

describe('the ratio of latencies', () => {
  it('is the geometric mean of the paired ratios with their t interval', () => {
    // Ratios 1/2, 1/4, 1/8: logarithms −1, −2, −3 times ln 2, so mean −2 ln 2 and standard error ln 2 / √3.
    const ratio = latencyRatio([...pair(1, [8], [4]), ...pair(2, [8], [2]), ...pair(3, [8], [1])], 'int8', 0.5);
    // With two degrees of freedom the quantile has a closed form: (2p − 1) / √(2p(1 − p)), about 4.30265.
    const half = ((0.95 / Math.sqrt(2 * 0.975 * 0.025)) * Math.LN2) / Math.sqrt(3);
    expect(ratio?.value).toBeCloseTo(0.25, 12);
    expect(ratio?.interval.lower).toBeCloseTo(0.25 * Math.exp(-half), 10);
    expect(ratio?.interval.upper).toBeCloseTo(0.25 * Math.exp(half), 10);
    expect(ratio?.interval).toMatchObject({ level: 0.95, simultaneousOver: 1, method: 'session-t' });
  });

  it('takes out what both models of a pair share', () => {
    const slow = [1, 30, 2].flatMap((mood, i) => pair(i, [mood * 4], [mood * 2]));
    expect(latencyRatio(slow, 'int8', 0.9)?.interval).toMatchObject({ lower: 0.5, upper: 0.5 });
  });

  it('has no interval, and so no value, with fewer than three pairs', () => {
    expect(latencyRatio([...pair(1, [8], [4]), ...pair(2, [8], [2])], 'int8', 0.5)).toBeUndefined();
  });

  it.each([0.5, 0.9])(
    'covers the true ratio at share %d in at least 93 of 100 sets with lognormal noise and session effects',
    (share) => {
      const sets = 2000;
      let covered = 0;
      for (let set = 0; set < sets; set++) {
        const interval = latencyRatio(simulated(randomFor('latency coverage', share, set)), 'int8', share)?.interval;
        if (interval && interval.lower <= 0.6 && interval.upper >= 0.6) covered += 1;
      }
      expect(covered / sets).toBeGreaterThanOrEqual(0.93);
      expect(covered / sets).toBeLessThan(0.975);
    },
  );
});

/** Seven pairs of sessions of 30 runs: noise in each run, a mood that a pair shares, and one of each session's own. */
function simulated(random: Random): readonly LatencySession[] {
  const noise = (spread: number): number => spread * normalQuantile(Math.max(random.next(), 1e-12));
  return Array.from({ length: 7 }, (_, session) => {
    const mood = noise(0.2);
    const times = (medianMs: number): readonly number[] => {
      const own = noise(0.05);
      return Array.from({ length: 30 }, () => medianMs * Math.exp(mood + own + noise(0.15)));
    };
    return pair(session, times(10), times(6));
  }).flat();
}

describe('sizes', () => {
  it('say how many times smaller the variant is', () => {
    const model = { bytes: 1000, gzipBytes: 900, parameters: 100, zeros: 0, operators: {} };
    const small = { ...model, bytes: 250, gzipBytes: 300, parameters: 50 };
    expect(compareSizes(model, small)).toEqual({ bytes: 4, gzipBytes: 3, parameters: 2 });
    expect(compareSizes(model, { ...small, parameters: 0 }).parameters).toBeNull();
  });
});
