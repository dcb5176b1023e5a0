import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, type SearchCells } from '../../../src/compare/slice-search/cells.js';
import type { CodedCondition } from '../../../src/compare/slice-search/candidate.js';
import { findWorst, type FindRules } from '../../../src/compare/slice-search/find-worst.js';
import { objectiveOf, type SliceSums } from '../../../src/compare/slice-search/objective.js';
import { madeTable, type TableShape } from './tables.js';

interface Conjunction {
  readonly conditions: readonly CodedCondition[];
  readonly sums: SliceSums;
}

const keyOf = (conditions: readonly CodedCondition[]): string =>
  conditions.map(({ column, code }) => `${column}=${code}`).join('&');

/** Every conjunction of up to `depth` conditions, summed one by one: slow, and without a bound. */
function everyConjunction(cells: SearchCells, sizes: readonly number[], rules: FindRules): readonly Conjunction[] {
  const scale = sum(cells.masses) / sum(cells.squares);
  const [worse, better] = rules.better === 'lower' ? [2, 1] : [1, 2];
  const sumsOf = (conditions: readonly CodedCondition[]): SliceSums => {
    const total = { n: 0, mass: 0, worse: 0, better: 0 };
    for (let cell = 0; cell < cells.length; cell++) {
      if (!conditions.every(({ column, code }) => cells.codes[column]?.[cell] === code)) continue;
      const mass = scale * (cells.masses[cell] ?? 0);
      total.n += cells.counts[cell] ?? 0;
      total.mass += mass;
      if (cells.outcomes[cell] === worse) total.worse += mass;
      if (cells.outcomes[cell] === better) total.better += mass;
    }
    return total;
  };
  let layer: readonly (readonly CodedCondition[])[] = [[]];
  const all: (readonly CodedCondition[])[] = [[]];
  for (let depth = 0; depth < rules.depth; depth++) {
    layer = layer.flatMap((conditions) =>
      sizes.flatMap((size, column) =>
        column <= (conditions.at(-1)?.column ?? -1)
          ? []
          : Array.from({ length: size }, (_, code) => [...conditions, { column, code }]),
      ),
    );
    all.push(...layer);
  }
  return all.map((conditions) => ({ conditions, sums: sumsOf(conditions) }));
}

const sum = (of: Float64Array): number => of.reduce((total, x) => total + x, 0);

function bruteForce(
  cells: SearchCells,
  sizes: readonly number[],
  rules: FindRules,
  evidence: number,
): { readonly key: string; readonly score: number } | undefined {
  const all = everyConjunction(cells, sizes, rules);
  const byKey = new Map(all.map((one) => [keyOf(one.conditions), one]));
  const everyone = byKey.get('')?.sums ?? { n: 0, mass: 0, worse: 0, better: 0 };
  const { score } = objectiveOf(everyone, 0, evidence, rules.better === 'neither');
  const without = (conditions: readonly CodedCondition[], i: number): SliceSums =>
    byKey.get(keyOf(conditions.filter((_, j) => j !== i)))?.sums ?? everyone;
  return all
    .filter(({ conditions, sums }) => {
      if (conditions.length === 0 || sums.n < rules.minSlice) return false;
      if (conditions.some((_, i) => without(conditions, i).n - sums.n < rules.minSlice)) return false;
      return score(sums) > 0;
    })
    .map(({ conditions, sums }) => ({ key: keyOf(conditions), score: score(sums) }))
    .sort((a, b) => b.score - a.score || a.key.length - b.key.length)[0];
}

const shapes: fc.Arbitrary<TableShape & { readonly key: number }> = fc.record({
  rows: fc.integer({ min: 100, max: 900 }),
  sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }),
  damaged: fc.constantFrom<TableShape['damaged'][]>(
    [[0, 0]],
    [
      [0, 0],
      [1, 0],
    ],
    [],
  ),
  lost: fc.constantFrom(0.01, 0.05, 0.2),
  gained: fc.constantFrom(0.01, 0.1),
  damage: fc.constantFrom(0.4, 0.8),
  unitSize: fc.constantFrom(0, 0, 3),
  hasWeights: fc.boolean(),
  key: fc.nat(),
});

const anyRules: fc.Arbitrary<FindRules> = fc.record({
  better: fc.constantFrom('higher', 'lower', 'neither'),
  minSlice: fc.integer({ min: 1, max: 30 }),
  depth: fc.integer({ min: 1, max: 3 }),
});

describe('finding slices', () => {
  it('finds what comparing every conjunction finds', () => {
    let found = 0;
    fc.assert(
      fc.property(shapes, anyRules, (shape, rules) => {
        const cells = cellsOf(madeTable(shape, shape.key));
        const { worst, evidence, lookedAt, possible } = findWorst(cells, shape.sizes, rules);
        const expected = bruteForce(cells, shape.sizes, rules, evidence);
        if (expected) found += 1;
        expect(worst?.score.toFixed(9)).toBe(expected?.score.toFixed(9));
        expect(worst && keyOf(worst.conditions)).toBe(expected?.key);
        expect(lookedAt).toBeLessThanOrEqual(possible);
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('looks at few conjunctions where the bound leaves few, and finds the same', () => {
    const shape: TableShape = {
      rows: 6000,
      sizes: [2, 3, 4, 5, 6, 4],
      damaged: [
        [1, 0],
        [3, 1],
      ],
      lost: 0.01,
      gained: 0.01,
      damage: 0.5,
    };
    const cells = cellsOf(madeTable(shape, 'pruning'));
    const rules: FindRules = { better: 'higher', minSlice: 60, depth: 3 };
    const { worst, evidence, lookedAt, possible } = findWorst(cells, shape.sizes, rules);
    expect(worst && keyOf(worst.conditions)).toBe(bruteForce(cells, shape.sizes, rules, evidence)?.key);
    expect(lookedAt).toBeLessThan(possible / 2);
  });

  it('does not pass over a conjunction of three that holds all that was lost', () => {
    // 5 × 5 × 5 cells of 40; half of one is lost, and nothing else.
    const codesOf = (c: number): Uint8Array =>
      Uint8Array.from({ length: 5000 }, (_, row) => Math.floor(row / 5 ** c) % 5);
    const columns = [0, 1, 2].map((c) => ({ name: `${c}`, values: ['0', '1', '2', '3', '4'], codes: codesOf(c) }));
    const outcomes = Uint8Array.from({ length: 5000 }, (_, row) => (row % 125 === 7 && row < 2500 ? 1 : 3));
    const { worst } = findWorst(cellsOf({ columns, outcomes }), [5, 5, 5], {
      better: 'higher',
      minSlice: 38,
      depth: 3,
    });
    expect(worst).toMatchObject({ n: 40, conditions: [{ column: 0 }, { column: 1 }, { column: 2 }] });
  });

  it('counts the conjunctions of values that occur', () => {
    const cells = cellsOf(
      madeTable({ rows: 4000, sizes: [2, 3, 4], damaged: [], lost: 0.3, gained: 0, damage: 0 }, 'counts'),
    );
    const rules: FindRules = { better: 'higher', minSlice: 1, depth: 3 };
    const of = (depth: number): number => findWorst(cells, [2, 3, 4], { ...rules, depth }).possible;
    expect([1, 2, 3].map(of)).toEqual([2 + 3 + 4, 9 + 6 + 8 + 12, 35 + 24]);
  });

  it('needs more evidence the more conjunctions it compares, and the more flips keep together in units', () => {
    const shape: TableShape = { rows: 3000, sizes: [3, 3], damaged: [], lost: 0.1, gained: 0, damage: 0, unitSize: 5 };
    const rules: FindRules = { better: 'higher', minSlice: 20, depth: 2 };
    const evidence = (cells: SearchCells, depth = 2): number => findWorst(cells, [3, 3], { ...rules, depth }).evidence;
    const plain = cellsOf({ ...madeTable(shape, 'evidence'), units: undefined });
    expect(evidence(plain)).toBeCloseTo(Math.log(15 / 0.05), 12);
    expect(evidence(plain, 1)).toBeCloseTo(Math.log(6 / 0.05), 12);
    const table = madeTable(shape, 'evidence');
    const asOne = { ...table, outcomes: table.outcomes.map((_, row) => table.outcomes[row - (row % 5)] ?? 0) };
    expect(evidence(cellsOf(table)) / evidence(plain)).toBeLessThan(1.2);
    expect(evidence(cellsOf(asOne)) / evidence(plain)).toBeGreaterThan(4);
  });
});
