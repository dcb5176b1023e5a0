import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../src/metrics/area-under-curve.js';
import { averagePrecisionFunction } from '../../src/metrics/average-precision.js';
import type { LabelledScores, ScoreFunction } from '../../src/metrics/index.js';
import { partialAreaFunction } from '../../src/metrics/partial-auc.js';
import { sensitivityFunction } from '../../src/metrics/tpr-at-fpr.js';

/** One score after the other: its negatives and its positives. */
function scoresOf(list: readonly (readonly [score: number, negatives: number, positives: number])[]): LabelledScores {
  const sorted = [...list].sort(([a], [b]) => a - b);
  return {
    scores: Float64Array.from(sorted, ([score]) => score),
    masses: [Float64Array.from(sorted, ([, n]) => n), Float64Array.from(sorted, ([, , p]) => p)],
  };
}

function merged(labels: readonly number[], scores: readonly number[], weights?: readonly number[]): LabelledScores {
  const byScore = new Map<number, [number, number, number]>();
  for (const [i, score] of scores.entries()) {
    const entry = byScore.get(score) ?? [score, 0, 0];
    entry[labels[i] === 1 ? 2 : 1] += weights?.[i] ?? 1;
    byScore.set(score, entry);
  }
  return scoresOf([...byScore.values()]);
}

function valueOf(of: ScoreFunction, scores: LabelledScores): number {
  const found = of.value(scores);
  if (found.kind === 'not-estimable') throw new RangeError(found.reason);
  return found.value;
}

const functions: Readonly<Record<string, ScoreFunction>> = {
  auc: areaUnderCurve,
  average_precision: averagePrecisionFunction,
  'partial_auc_0.1': partialAreaFunction(0.1),
  'partial_auc_0.3': partialAreaFunction(0.3),
  'tpr_at_fpr_0.05': sensitivityFunction(0.05),
  'tpr_at_fpr_0.2': sensitivityFunction(0.2),
};

describe('functions of how scores rank, by hand', () => {
  // From the top: a positive, a negative, a tie of both, a positive.
  const some = scoresOf([
    [0.9, 0, 1],
    [0.7, 1, 0],
    [0.5, 1, 1],
    [0.1, 0, 1],
  ]);

  it('average precision adds the precision at each positive', () => {
    expect(valueOf(averagePrecisionFunction, some)).toBeCloseTo((1 + 2 / 4 + 3 / 5) / 3, 15);
  });

  it('the area counts pairs, ties half', () => {
    // Of six pairs: the first positive wins two, the tied one half of one, the last none.
    expect(valueOf(areaUnderCurve, some)).toBeCloseTo(2.5 / 6, 15);
  });

  it('the true positive rate at a false positive rate takes only thresholds that there are', () => {
    expect(valueOf(sensitivityFunction(0.49), some)).toBe(1 / 3);
    expect(valueOf(sensitivityFunction(0.5), some)).toBe(1 / 3);
    const ends = scoresOf([
      [0.9, 1, 1],
      [0.2, 1, 1],
    ]);
    expect(valueOf(sensitivityFunction(0.4), ends)).toBe(0);
    expect(valueOf(sensitivityFunction(0.5), ends)).toBe(0.5);
  });

  it('the partial area of perfect scores is 1, of scores that tell nothing ½', () => {
    const perfect = scoresOf([
      [0.9, 0, 5],
      [0.2, 8, 0],
    ]);
    expect(valueOf(partialAreaFunction(0.1), perfect)).toBeCloseTo(1, 15);
    expect(valueOf(partialAreaFunction(0.1), scoresOf([[0.4, 8, 5]]))).toBeCloseTo(0.5, 15);
  });

  it('there is none with one label, or where a label weighs nothing', () => {
    const negatives = scoresOf([
      [0.1, 3, 0],
      [0.8, 2, 0],
    ]);
    const positives = scoresOf([[0.8, 0, 2]]);
    for (const [name, of] of Object.entries(functions)) {
      expect(of.value(negatives).kind, name).toBe('not-estimable');
      if (name !== 'average_precision') expect(of.value(positives).kind, name).toBe('not-estimable');
      expect(of.value(scoresOf([])).kind, name).toBe('not-estimable');
    }
    expect(valueOf(averagePrecisionFunction, positives)).toBe(1);
  });
});

describe('functions of how scores rank, by scikit-learn', () => {
  const reference = JSON.parse(readFileSync(new URL('../reference/scores/scores.json', import.meta.url), 'utf8')) as {
    readonly labels: readonly number[];
    readonly weights: readonly number[];
    readonly models: Readonly<
      Record<
        string,
        {
          readonly scores: readonly number[];
          readonly plain: Readonly<Record<string, number>>;
          readonly weighted: Readonly<Record<string, number>>;
        }
      >
    >;
  };
  it.each(Object.keys(reference.models))('equal its numbers for scores that are %s', (name) => {
    const model = reference.models[name];
    if (!model) throw new RangeError(name);
    let compared = 0;
    for (const [weights, expected] of [
      [undefined, model.plain],
      [reference.weights, model.weighted],
    ] as const) {
      const scores = merged(reference.labels, model.scores, weights);
      for (const [metric, of] of Object.entries(functions)) {
        expect(Math.abs(valueOf(of, scores) - (expected[metric] ?? NaN)), metric).toBeLessThan(1e-12);
        compared += 1;
      }
    }
    expect(compared).toBe(2 * 6);
  });
});

const masses = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
  {
    minLength: 2,
    maxLength: 12,
  },
);

function distinct(list: readonly (readonly [number, number, number])[]): LabelledScores {
  return scoresOf([...new Map(list.map(([score, n, p]) => [score, [score / 100, n, p] as const])).values()]);
}

describe.each(Object.entries(functions))('the influence of %s', (name, of) => {
  it('weighs up to 0 over the whole, whatever the masses are measured in', () => {
    fc.assert(
      fc.property(masses, fc.constantFrom(1, 0.25, 1e6), (list, scale) => {
        const plain = distinct(list);
        fc.pre(of.value(plain).kind === 'value');
        const scores = {
          ...plain,
          masses: [plain.masses[0].map((m) => m * scale), plain.masses[1].map((m) => m * scale)] as const,
        };
        expect(valueOf(of, scores)).toBeCloseTo(valueOf(of, plain), 12);
        const influence = of.influence(scores);
        let sum = 0;
        for (const label of [0, 1] as const)
          for (const [k, mass] of scores.masses[label].entries()) sum += mass * (influence[label][k] ?? NaN);
        expect(sum).toBeCloseTo(0, 10);
      }),
    );
  });

  // The true positive rate at a false positive rate is a step function, whose slope is a finite difference by definition.
  if (name.startsWith('tpr')) return;
  it('is the derivative of the value by every mass', () => {
    fc.assert(
      fc.property(masses, (list) => {
        const scores = distinct(list.map(([score, n, p]) => [score, n + 0.37, p + 0.61] as const));
        const influence = of.influence(scores);
        for (const label of [0, 1] as const) {
          for (let k = 0; k < scores.scores.length; k++) {
            const moved = (by: number): number => {
              const changed = [scores.masses[0].slice(), scores.masses[1].slice()] as const;
              changed[label][k] = (changed[label][k] ?? 0) + by;
              return valueOf(of, { scores: scores.scores, masses: changed });
            };
            const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
            expect(Math.abs(slope - (influence[label][k] ?? NaN))).toBeLessThan(1e-6);
          }
        }
      }),
    );
  });
});

describe('the influence of a true positive rate at a false positive rate', () => {
  it('is what more negatives or positives at a score change, in the mean of the steps', () => {
    // Smooth: heights of the ROC curve are √x, so that at 0.2 its slope is 1 / (2 √0.2).
    const n = 4000;
    const list = Array.from({ length: n }, (_, i): [number, number, number] => {
      const [high, low] = [1 - i / n, 1 - (i + 1) / n];
      return [(i + 0.5) / n, 1, n * (Math.sqrt(high) - Math.sqrt(low))];
    });
    const of = sensitivityFunction(0.2);
    const [negatives, positives] = of.influence(scoresOf(list));
    const before = valueOf(of, scoresOf(list));
    for (const [from, label, influences] of [
      [0, 1, negatives],
      [n * 0.9, 1, negatives],
      [0, 2, positives],
      [n * 0.9, 2, positives],
    ] as const) {
      const more = list.map((entry, i): [number, number, number] => {
        const isMore = i >= from && i < from + n / 10;
        return [entry[0], entry[1] + (isMore && label === 1 ? 0.2 : 0), entry[2] + (isMore && label === 2 ? 0.2 : 0)];
      });
      const expected = influences.slice(from, from + n / 10).reduce((sum, influence) => sum + 0.2 * influence, 0);
      const moved = valueOf(of, scoresOf(more)) - before;
      expect(Math.abs(moved)).toBeGreaterThan(0.002);
      expect(moved / expected).toBeGreaterThan(0.85);
      expect(moved / expected).toBeLessThan(1.15);
    }
  });
});
