import { describe, expect, it } from 'vitest';
import {
  binaryLosses,
  emptyStatistics,
  metricsFor,
  multiclassLosses,
  regressionErrors,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { binary, counted, metricNamed, tallyOf, threeClasses, valueOf } from './examples.js';
import { statisticsOf } from '../../src/metrics/index.js';

const regression: TallyFrame = {
  ...binary,
  task: 'regression',
  classes: [],
  losses: ['absolute', 'squared', 'signed'],
};

describe('metrics of a small confusion table', () => {
  // 3 true positives, 1 miss, 2 false alarms, 4 true negatives; the variant answers yes to all.
  const tally = tallyOf(binary, counted({ '111': 3, '101': 1, '011': 2, '001': 4 }));

  it.each([
    ['accuracy', 0.7, 0.4],
    ['error_rate', 0.3, 0.6],
    ['selection_rate', 0.5, 1],
    ['true_positive_rate', 3 / 4, 1],
    ['false_negative_rate', 1 / 4, 0],
    ['false_positive_rate', 2 / 6, 1],
    ['true_negative_rate', 4 / 6, 0],
    ['precision', 3 / 5, 4 / 10],
    ['f1', 6 / 9, 8 / 14],
  ])('%s is %d, then %d', (name, before, after) => {
    expect(valueOf(tally, name)).toBeCloseTo(before, 14);
    expect(valueOf(tally, name, 'variant')).toBeCloseTo(after, 14);
  });

  it.each([
    ['accuracy', 10],
    ['true_positive_rate', 4],
    ['false_positive_rate', 6],
    ['precision', 5],
    ['f1', 6],
  ])('%s is about %d examples', (name, n) => {
    expect(metricNamed(binary, name).relevantCount(statisticsOf(binary, tally.cells, 'baseline'))).toBe(n);
  });

  it('has recall of each class, and its mean over the classes that are there', () => {
    const three = tallyOf(threeClasses, counted({ '000': 3, '012': 1, '110': 1, '101': 1 }));
    expect(valueOf(three, 'mean_recall')).toBeCloseTo((3 / 4 + 1 / 2) / 2, 14);
    expect(valueOf(three, 'mean_recall', 'variant')).toBeCloseTo((3 / 4 + 1 / 2) / 2, 14);
    const recall = [0, 1, 2].map((k) =>
      metricNamed(threeClasses, 'recall', k).value(statisticsOf(threeClasses, three.cells, 'baseline')),
    );
    expect(recall).toEqual([
      { kind: 'value', value: 0.75 },
      { kind: 'value', value: 0.5 },
      { kind: 'not-estimable', reason: 'no examples of the class' },
    ]);
  });
});

describe('nothing over nothing', () => {
  it.each([binary, threeClasses, regression])('is never a number: $task', (frame) => {
    for (const metric of metricsFor(frame)) {
      expect(metric.value(emptyStatistics(frame)).kind, metric.name).toBe('not-estimable');
    }
  });

  it('names what is not there', () => {
    const negatives = tallyOf(binary, counted({ '000': 5 }));
    expect(valueOf(negatives, 'true_positive_rate')).toBe('no positives');
    expect(valueOf(negatives, 'false_negative_rate')).toBe('no positives');
    expect(valueOf(negatives, 'precision')).toBe('no positive answers');
    expect(valueOf(negatives, 'f1')).toBe('no positives or positive answers');
    expect(valueOf(negatives, 'false_positive_rate')).toBe(0);
    expect(valueOf(tallyOf(binary, counted({ '111': 5 })), 'false_positive_rate')).toBe('no negatives');
  });
});

describe('losses of one example', () => {
  it('are clipped, so that a sure error costs 34.5 and not infinity', () => {
    expect(binaryLosses(0, 1)).toEqual([-Math.log(1e-15), 1]);
    expect(binaryLosses(1, 0)).toEqual([-Math.log(1e-15), 1]);
    expect(binaryLosses(1, 1)).toEqual([-Math.log(1 - 1e-15), 0]);
    expect(multiclassLosses([1, 0, 0], 2)).toEqual([-Math.log(1e-15), 2]);
  });

  it('are those of the definitions', () => {
    expect(binaryLosses(0.25, 1)).toEqual([Math.log(4), 0.5625]);
    expect(binaryLosses(0.25, 0)[0]).toBeCloseTo(-Math.log(0.75), 15);
    const [logLoss, brier] = multiclassLosses([0.5, 0.3, 0.2], 1);
    expect(logLoss).toBeCloseTo(-Math.log(0.3), 15);
    expect(brier).toBeCloseTo(0.25 + 0.49 + 0.04, 15);
    expect(regressionErrors(3, 5)).toEqual([2, 4, -2]);
  });

  it('are averaged, and rooted for the root mean squared error', () => {
    const errors = [
      [3, 1],
      [-4, 1],
    ] as const;
    const tally = tallyOf(
      regression,
      errors.map(([before, after]) => ({
        attributes: ['all'],
        unit: '',
        label: 0,
        baseline: 0,
        variant: 0,
        baselineLosses: regressionErrors(before, 0),
        variantLosses: regressionErrors(after, 0),
      })),
    );
    expect(valueOf(tally, 'mae')).toBe(3.5);
    expect(valueOf(tally, 'rmse')).toBe(Math.sqrt(12.5));
    expect(valueOf(tally, 'rmse', 'variant')).toBe(1);
  });
});
