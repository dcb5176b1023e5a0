import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey } from '../../src/base/index.js';
import { cutSlices, hiddenSlices, hideLabels, scoreDistributions, type SliceScores } from '../../src/compare/index.js';
import { Span } from '../../src/compare/computable.js';
import { sliceRows } from '../../src/compare/slice-space.js';
import {
  TallyBuilder,
  binaryLosses,
  mergeScores,
  quantilesOf,
  scoreDistance,
  type TallyFrame,
} from '../../src/metrics/index.js';

interface Scored {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly label: 0 | 1;
  readonly score: number;
  readonly after: number;
}

const frame: TallyFrame = {
  task: 'binary',
  classes: ['no', 'yes'],
  attributes: ['a', 'b', 'c'],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};

function found(
  examples: readonly Scored[],
  minSlice: number,
  crossings: readonly (readonly string[])[] = [['a'], ['b'], ['c']],
  threshold = 0.5,
  of: TallyFrame = frame,
): ReturnType<typeof everythingOf> {
  return everythingOf(examples, minSlice, crossings, threshold, of);
}

function everythingOf(
  examples: readonly Scored[],
  minSlice: number,
  crossings: readonly (readonly string[])[],
  threshold: number,
  of: TallyFrame,
) {
  const builder = new TallyBuilder(of);
  for (const { a, b, c, label, score, after } of examples)
    builder.add({
      attributes: [a, b, c],
      unit: '',
      label,
      baseline: score >= threshold ? 1 : 0,
      variant: after >= threshold ? 1 : 0,
      baselineLosses: binaryLosses(score, label),
      variantLosses: binaryLosses(after, label),
      scores: { baseline: score, variant: after },
    });
  const tally = builder.build();
  if (!tally.scores) throw new Error('no scores');
  const attributes = frame.attributes.map((name) => ({ name, sensitive: true, values: [] }));
  const slices = cutSlices(tally, attributes, crossings);
  const hidden = hiddenSlices(slices, minSlice);
  const hidesLabel = hideLabels(of, slices, hidden, minSlice);
  const scores = scoreDistributions(of, tally.scores, slices, { minSlice, hidden, hidesLabel, threshold });
  return { tally, slices, hidden, hidesLabel, scores };
}

function everyone(scores: readonly SliceScores[]): SliceScores {
  const [first] = scores;
  if (first?.slice.length !== 0) throw new Error('no everyone');
  return first;
}

/** So many of a score and a label. */
function so(n: number, score: number, label: 0 | 1, a = 'x'): readonly Scored[] {
  return Array.from({ length: n }, () => ({ a, b: 'u', c: 'k', label, score, after: score }));
}

describe('how scores lie', () => {
  it('is told in bins of a tenth where each holds enough', () => {
    const examples = [0.05, 0.25, 0.25, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95].flatMap((score) => [
      ...so(20, score, 0),
      ...so(30, score, 1),
    ]);
    const { sides } = everyone(found(examples, 20).scores);
    expect(sides?.baseline.labels[0].bins).toEqual([
      { from: 0, to: 0.1, n: 20 },
      // Nobody lies in [0.1, 0.2): it is merged with what comes after.
      { from: 0.1, to: 0.3, n: 40 },
      { from: 0.3, to: 0.5, n: 20 },
      ...[0.5, 0.6, 0.7, 0.8].map((from) => ({ from, to: Math.round(from * 10 + 1) / 10, n: 20 })),
      { from: 0.9, to: 1, n: 20 },
    ]);
    const [, second] = sides?.baseline.calibration ?? [];
    expect(second).toEqual({ from: 0.1, to: 0.3, n: 100, positives: 60, meanScore: 0.25 });
    expect(sides?.variant).toEqual(sides?.baseline);
  });

  it('merges bins until each holds enough of either label for the calibration, and of its own for a label', () => {
    const examples = [
      ...so(50, 0.05, 0),
      ...so(5, 0.05, 1),
      ...so(50, 0.15, 0),
      ...so(20, 0.15, 1),
      ...so(25, 0.9, 0),
      ...so(40, 0.9, 1),
    ];
    const { sides } = everyone(found(examples, 20).scores);
    expect(sides?.baseline.labels[0].bins.map(({ n }) => n)).toEqual([50, 50, 25]);
    expect(sides?.baseline.labels[1].bins.map(({ n }) => n)).toEqual([25, 40]);
    expect(sides?.baseline.calibration.map(({ n, positives }) => [n, positives])).toEqual([
      [125, 25],
      [65, 40],
    ]);
  });

  it('withholds quantiles with too few examples beyond, and those too near to an edge', () => {
    const spread = (n: number, label: 0 | 1): readonly Scored[] =>
      Array.from({ length: n }, (_, i) => so(1, Math.min(0.999, (i + 0.5) / n), label)).flat();
    const { sides } = everyone(found([...spread(300, 0), ...spread(1000, 1)], 20).scores);
    const values = (label: 0 | 1): unknown => sides?.baseline.labels[label].quantiles.map(({ value }) => value);
    // 5 % of 300 are 15 only; the quarter lies 15 from the edge at 0.2 and 0.3; the median is where the threshold is.
    expect(values(0)).toEqual([null, null, null, null, null]);
    // 5 % of 1,000 lie 50 from either edge.
    expect(values(1)).toEqual([0.05, 0.25, null, 0.75, 0.95]);
  });

  it('has the same bins when the threshold stands between tenths, less those that would tell who lies between', () => {
    const examples = [
      ...so(30, 0.25, 0),
      ...so(30, 0.25, 1),
      ...so(10, 0.32, 0),
      ...so(30, 0.32, 1),
      ...so(30, 0.38, 0),
      ...so(30, 0.38, 1),
      ...so(30, 0.8, 0),
      ...so(30, 0.8, 1),
    ];
    const tenths = everyone(found(examples, 20).scores).sides?.baseline.labels[0].bins.map(({ to }) => to);
    expect(tenths).toEqual([0.3, 0.5, 1]);
    // Ten negatives lie between 0.3 and the threshold, and rates tell how many lie below that.
    const between = everyone(found(examples, 20, undefined, 0.35).scores).sides?.baseline.labels[0].bins.map(
      ({ to }) => to,
    );
    expect(between).toEqual([0.4, 1]);
  });

  it('tells nothing by label of a slice whose labels are hidden, and the distance all the same', () => {
    const { scores } = found([...so(100, 0.2, 0), ...so(10, 0.9, 1)], 20);
    expect(everyone(scores).sides).toBeUndefined();
    expect(everyone(scores).distance).toEqual({ kolmogorovSmirnov: 0, wasserstein: 0 });
  });

  it('counts no weights as if they were examples', () => {
    const examples = [...so(100, 0.2, 0), ...so(100, 0.9, 1)];
    const weighted = found(examples, 20, undefined, 0.5, { ...frame, hasWeights: true });
    expect(everyone(weighted.scores).sides).toBeUndefined();
  });

  it('takes an edge from a group whose sibling would follow from it', () => {
    // In x, [0, 0.1) and [0.1, 0.2) are large; in y the first has 5 negatives. Everyone's less those of x would tell them.
    const examples = [
      ...so(40, 0.05, 0, 'x'),
      ...so(40, 0.05, 1, 'x'),
      ...so(40, 0.15, 0, 'x'),
      ...so(40, 0.15, 1, 'x'),
      ...so(5, 0.05, 0, 'y'),
      ...so(40, 0.05, 1, 'y'),
      ...so(40, 0.15, 0, 'y'),
      ...so(40, 0.15, 1, 'y'),
    ];
    const { scores } = found(examples, 20, [['a']]);
    const edges = scores.map(({ slice, sides }) => [
      slice[0]?.value,
      sides?.baseline.labels[0].bins.map(({ to }) => to),
    ]);
    expect(edges).toEqual([
      [undefined, [0.1, 1]],
      ['x', [1]],
      ['y', [1]],
    ]);
  });
});

const group = fc.record({
  a: fc.constantFrom('x', 'x', 'y', 'z'),
  b: fc.constantFrom('u', 'u', 'v'),
  c: fc.constantFrom('k', 'l'),
  label: fc.constantFrom<0 | 1>(0, 1),
  score: fc.integer({ min: 0, max: 19 }).map((k) => (k + 0.5) / 20),
  after: fc.integer({ min: 0, max: 19 }).map((k) => (k + 0.5) / 20),
  n: fc.integer({ min: 1, max: 7 }),
});
const tables = fc
  .array(group, { minLength: 10, maxLength: 70 })
  .map((list) => list.flatMap(({ n, ...one }) => Array.from({ length: n }, (): Scored => one)));
const crossings = fc.constantFrom(
  [['a']],
  [['a'], ['b'], ['c']],
  [['a'], ['b'], ['a', 'b']],
  [['a', 'b'], ['c']],
  [['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c']],
);

describe('what may be told of scores', () => {
  const minSlice = 8;

  it('gives nobody away: no adding and taking away of what is shown leaves a few', () => {
    let attacked = 0;
    fc.assert(
      fc.property(tables, crossings, fc.constantFrom(0.5, 0.35, 0.12), (examples, by, threshold) => {
        const cuts = [...new Set([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, threshold])].sort((x, y) => x - y);
        const { slices, scores, hidden, hidesLabel } = found(examples, minSlice, by, threshold);
        // The unknowns: how many of one label have these values and lie between these cuts.
        const combinations = [...new Set(examples.map(({ a, b, c }) => JSON.stringify([a, b, c])))];
        const cell = (score: number): number => cuts.filter((cut) => cut <= score).length;
        const width = cuts.length + 1;
        const row = (slice: SliceScores['slice'], from: number, to: number): Int32Array =>
          Int32Array.from({ length: combinations.length * width }, (_, k) => {
            const [a, b, c] = JSON.parse(combinations[Math.floor(k / width)] ?? '[]') as string[];
            const values: Readonly<Record<string, string | undefined>> = { a, b, c };
            const isIn = slice.every(({ attribute, value }) => values[attribute] === value);
            return isIn && k % width >= from && k % width < to ? 1 : 0;
          });
        const place = (edge: number): number => (edge === 0 ? 0 : edge === 1 ? width : cuts.indexOf(edge) + 1);
        for (const side of ['baseline', 'variant'] as const)
          for (const label of [0, 1] as const) {
            const anyway = slices
              .filter((slice) => !hidden.has(sliceKey(slice.slice)) && !hidesLabel(label, slice))
              .flatMap(({ slice }) => [row(slice, 0, width), row(slice, 0, place(threshold))]);
            const told = scores.flatMap(({ slice, sides }) => [
              ...(sides?.[side].labels[label].bins ?? []).map(({ from, to }) => row(slice, place(from), place(to))),
              ...(sides?.[side].calibration ?? []).map(({ from, to }) => row(slice, place(from), place(to))),
            ]);
            const [before, after] = [new Span(anyway), new Span([...anyway, ...told])];
            for (const { slice } of slices)
              for (let from = 0; from < width; from++)
                for (let to = from + 1; to <= width; to++) {
                  const n = examples.filter((one) => {
                    const at = cell(side === 'baseline' ? one.score : one.after);
                    const isIn = slice.every(({ attribute, value }) => one[attribute as 'a'] === value);
                    return isIn && one.label === label && at >= from && at < to;
                  }).length;
                  if (n === 0 || n >= minSlice) continue;
                  const target = row(slice, from, to);
                  attacked += 1;
                  if (after.holds(target))
                    expect(before.holds(target), JSON.stringify({ slice, side, label, from, to, n })).toBe(true);
                }
          }
      }),
      { numRuns: 20, endOnFailure: true },
    );
    expect(attacked).toBeGreaterThan(1000);
  }, 120_000);

  it('is right where it is told, and of enough examples', () => {
    fc.assert(
      fc.property(tables, crossings, (examples, by) => {
        for (const { slice, sides } of found(examples, minSlice, by).scores)
          for (const side of ['baseline', 'variant'] as const) {
            const own = examples.filter((one) =>
              slice.every(({ attribute, value }) => one[attribute as 'a'] === value),
            );
            const scoreOf = (one: Scored): number => (side === 'baseline' ? one.score : one.after);
            for (const label of [0, 1] as const)
              for (const { from, to, n } of sides?.[side].labels[label].bins ?? []) {
                expect(own.filter((o) => o.label === label && scoreOf(o) >= from && scoreOf(o) < to)).toHaveLength(n);
                expect(n).toBeGreaterThanOrEqual(minSlice);
              }
            for (const { from, to, n, positives, meanScore } of sides?.[side].calibration ?? []) {
              const here = own.filter((o) => scoreOf(o) >= from && scoreOf(o) < to);
              expect(here).toHaveLength(n);
              expect(here.filter((o) => o.label === 1)).toHaveLength(positives);
              expect(meanScore).toBeCloseTo(here.reduce((sum, o) => sum + scoreOf(o), 0) / n, 12);
              expect(Math.min(positives, n - positives)).toBeGreaterThanOrEqual(minSlice);
            }
          }
      }),
      { numRuns: 40 },
    );
  });

  it('does not depend on the order of rows or on what groups are called', () => {
    const other: Readonly<Record<string, string>> = { x: 'zz', y: 'yy', z: 'xx' };
    fc.assert(
      fc.property(tables, (examples) => {
        const plain = (list: readonly Scored[], name: (value: string) => string): unknown => {
          const { scores } = found(list, minSlice, [['a']]);
          // Which of two equally large slices is hidden is decided elsewhere.
          fc.pre(scores.every(({ sides }) => sides !== undefined));
          return new Map(
            scores.map(({ slice, distance, sides }) => [
              slice.map(({ value }) => name(value)).join(),
              { distance, sides },
            ]),
          );
        };
        const renamed = [...examples].reverse().map((one) => ({ ...one, a: other[one.a] ?? '' }));
        expect(plain(renamed, (value) => value)).toEqual(plain(examples, (value) => other[value] ?? ''));
      }),
      { numRuns: 20 },
    );
  });
});

describe('rows of slices', () => {
  it('add up exactly where the slices do, crossed or not', () => {
    const of = (text: string): SliceScores['slice'] =>
      text === '' ? [] : text.split(' ').map((part) => ({ attribute: part[0] ?? '', value: part[1] ?? '' }));
    const slices = ['', 'a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'a1 b1', 'a1 b2', 'a2 b1', 'a2 b2'].map(of);
    const rows = sliceRows(slices, 1000) ?? [];
    const holds = (given: readonly string[], target: string): boolean => {
      const row = (text: string): Int32Array =>
        rows[slices.findIndex((s) => sliceKey(s) === sliceKey(of(text)))] ?? new Int32Array(0);
      return new Span(given.map(row)).holds(row(target));
    };
    expect(holds(['a1', 'a2'], '')).toBe(true);
    expect(holds(['a1', 'a2', 'c1'], 'c2')).toBe(true);
    expect(holds(['a1', 'a1 b1'], 'a1 b2')).toBe(true);
    expect(holds(['', 'b1', 'a1', 'a1 b1'], 'a2 b2')).toBe(true);
    expect(holds(['a1', 'b1', 'c1'], '')).toBe(false);
    expect(holds(['', 'a1', 'b1'], 'a2 b2')).toBe(false);
    expect(sliceRows(slices, 3)).toBeUndefined();
  });
});

interface Reference {
  readonly labels: readonly number[];
  readonly baseline: readonly number[];
  readonly variant: readonly number[];
  readonly weights: readonly number[];
  readonly quantiles: Readonly<Record<'0' | '1', readonly number[]>>;
  readonly distances: Readonly<Record<string, number>>;
}

describe('quantiles and distances', () => {
  const reference = JSON.parse(
    readFileSync(new URL('../reference/calibration/calibration.json', import.meta.url), 'utf8'),
  ) as Reference;
  const counted = (scores: readonly number[], counts = scores.map(() => 1)): ReturnType<typeof mergeScores> =>
    mergeScores(
      scores.map((score, i) => ({ scores: Float64Array.of(score), counts: Float64Array.of(counts[i] ?? 0) })),
    );

  it('are what NumPy and SciPy say', () => {
    for (const label of ['0', '1'] as const) {
      const own = counted(reference.variant.filter((_, i) => String(reference.labels[i]) === label));
      expect(quantilesOf(own, [5, 25, 50, 75, 95])).toEqual(reference.quantiles[label]);
    }
    const plain = scoreDistance(counted(reference.baseline), counted(reference.variant));
    expect(plain.kolmogorovSmirnov).toBeCloseTo(reference.distances['kolmogorov_smirnov'] ?? NaN, 13);
    expect(plain.wasserstein).toBeCloseTo(reference.distances['wasserstein'] ?? NaN, 13);
    const { weights } = reference;
    const weighted = scoreDistance(counted(reference.baseline, [...weights]), counted(reference.variant, [...weights]));
    expect(weighted.wasserstein).toBeCloseTo(reference.distances['weighted_wasserstein'] ?? NaN, 13);
  });

  it('take the lower score where the share falls between two, and none of nothing', () => {
    expect(quantilesOf(counted([0.1, 0.2, 0.3, 0.4]), [50, 75])).toEqual([0.2, 0.3]);
    expect(quantilesOf(counted([0.1, 0.2, 0.2, 0.2]), [25, 26])).toEqual([0.1, 0.2]);
    expect(quantilesOf(counted([]), [50])).toEqual([undefined]);
  });

  it('are 0 between the same and 1 between all at 0 and all at 1', () => {
    expect(scoreDistance(counted([0, 0]), counted([1]))).toEqual({ kolmogorovSmirnov: 1, wasserstein: 1 });
    expect(scoreDistance(counted([0.2, 0.7]), counted([0.7, 0.2]))).toEqual({ kolmogorovSmirnov: 0, wasserstein: 0 });
  });
});
