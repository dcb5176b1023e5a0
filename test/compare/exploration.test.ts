import { describe, expect, it } from 'vitest';
import { explore } from '../../src/compare/index.js';
import { metricsFor, pairedDrift } from '../../src/metrics/index.js';
import { counted, tallyOf, threeClasses } from '../metrics/examples.js';

// Of 200: 40 lost, 4 gained, the rest as before.
const { cells } = tallyOf(threeClasses, counted({ '001': 40, '010': 4, '011': 36, '000': 120 }));
const slice = [{ attribute: 'g', value: 'a' }];

/** Accuracy and the error rate of the same examples, and which of them margins judge. */
function found(...judged: readonly string[]): readonly string[] {
  const drifts = metricsFor(threeClasses).flatMap((metric) => {
    if (metric.name !== 'accuracy' && metric.name !== 'error_rate') return [];
    const { n, drift } = pairedDrift(threeClasses, metric, { cells });
    return drift.kind === 'drift' ? [{ metric, slice, n, drift, isJudged: judged.includes(metric.name) }] : [];
  });
  expect(drifts).toHaveLength(2);
  return explore(drifts).map(({ metric }) => metric.name);
}

describe('drifts that stand out beside what is judged', () => {
  it('are told once, though an error rate moves as accuracy does', () => {
    expect(found()).toHaveLength(1);
  });

  it.each(['accuracy', 'error_rate'])('are not told again where %s is judged', (judged) => {
    expect(found(judged)).toEqual([]);
  });

  it('are not told where all are judged', () => {
    expect(found('accuracy', 'error_rate')).toEqual([]);
  });
});
