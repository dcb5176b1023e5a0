import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedConfusion, type MovedAnswer, type MovedConfusion } from '../../src/compare/index.js';
import { anyExample, binary, counted, tallyOf, threeClasses } from '../metrics/examples.js';

function moved(
  counts: Readonly<Record<string, number>>,
  minSlice: number,
  hides: readonly number[] = [],
): MovedConfusion {
  const { cells } = tallyOf(threeClasses, counted(counts));
  const found = movedConfusion(threeClasses, cells, minSlice, (label) => hides.includes(label));
  if (!found) throw new RangeError('no confusion');
  return found;
}

const of = (label: number, answer: number, came: number, left: number): MovedAnswer => ({ label, answer, came, left });

describe('confusions that moved', () => {
  it('are told by true class and answer, most moved first', () => {
    // Of class a: 30 went from a to b, 25 from b to c, 40 stayed.
    expect(moved({ '001': 30, '012': 25, '000': 40 }, 1)).toEqual({
      moved: [of(0, 1, 30, 25), of(0, 0, 0, 30), of(0, 2, 25, 0)],
      withheld: 0,
    });
  });

  it('are nothing between identical models, and nothing of a regression', () => {
    expect(moved({ '000': 40, '011': 3 }, 20)).toEqual({ moved: [], withheld: 0 });
    expect(movedConfusion({ ...threeClasses, task: 'regression' }, [], 20, () => false)).toBeUndefined();
  });

  it('withhold small numbers, and what they would follow from', () => {
    // Of class a 3 went from a to c: were (a, a) and (a, b) told, so would be (a, c), since as many came as left. Both go.
    const found = moved({ '001': 30, '002': 3, '112': 40, '121': 35 }, 20);
    expect(found.moved.filter(({ label }) => label === 0)).toEqual([of(0, 0, 0, 33)]);
    expect(found.withheld).toBe(2);
  });

  it('withhold all of a class whose number of examples is hidden', () => {
    const found = moved({ '001': 30, '110': 40, '120': 45, '112': 50 }, 20, [0]);
    expect(found.moved.some(({ label }) => label === 0)).toBe(false);
    expect(found.withheld).toBeGreaterThanOrEqual(2);
  });

  it('never tell a small number, nor all but one of what adds up to what is known', () => {
    const list = fc.array(fc.tuple(anyExample(threeClasses), fc.integer({ min: 1, max: 12 })), { maxLength: 30 });
    fc.assert(
      fc.property(list, fc.integer({ min: 2, max: 20 }), (kinds, minSlice) => {
        const examples = kinds.flatMap(([item, n]) => Array.from({ length: n }, () => item));
        const { cells } = tallyOf(threeClasses, examples);
        const all = movedConfusion(threeClasses, cells, 0, () => false)?.moved ?? [];
        const found = movedConfusion(threeClasses, cells, minSlice, () => false);
        const told = new Set(found?.moved.map(({ label, answer }) => `${label} ${answer}`));
        expect((found?.moved.length ?? 0) + (found?.withheld ?? 0)).toBe(all.length);
        const isSmall = (n: number): boolean => n > 0 && n < minSlice;
        for (const { came, left } of found?.moved ?? []) expect(isSmall(came) || isSmall(left)).toBe(false);
        const isRight = ({ label, answer }: MovedAnswer): boolean => label === answer;
        const families = [all.filter(isRight), all.filter((one) => !isRight(one))];
        for (const label of [0, 1, 2]) families.push(all.filter((one) => one.label === label));
        for (const family of families) {
          const gone = family.filter(({ label, answer }) => !told.has(`${label} ${answer}`));
          if (gone.length === 0 || gone.length === family.length) continue;
          expect(gone.length).toBeGreaterThan(1);
          expect(isSmall(gone.reduce((sum, { came }) => sum + came, 0))).toBe(false);
          expect(isSmall(gone.reduce((sum, { left }) => sum + left, 0))).toBe(false);
        }
      }),
    );
  });

  it('count as many comers as leavers of a class, and do not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.array(anyExample(binary)), (list) => {
        const of_ = (examples: typeof list): MovedConfusion | undefined =>
          movedConfusion(binary, tallyOf(binary, examples).cells, 0, () => false);
        const found = of_(list)?.moved ?? [];
        for (const label of [0, 1]) {
          const own = found.filter((one) => one.label === label);
          expect(own.reduce((sum, { came }) => sum + came, 0)).toBe(own.reduce((sum, { left }) => sum + left, 0));
        }
        expect(of_(list.toReversed())).toEqual(of_(list));
      }),
    );
  });
});
