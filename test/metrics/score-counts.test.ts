import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { ScoreCounter, atResolution, type ScoreCounts } from '../../src/metrics/index.js';

function counted(scores: readonly number[], limit?: number): ScoreCounts {
  const counter = new ScoreCounter(limit);
  for (const [i, score] of scores.entries()) counter.add([i % 3 === 0 ? 'a' : 'b'], i % 2, score);
  return counter.build();
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('counted scores', () => {
  it('keep each score apart while they are few, ascending', () => {
    const { resolution, cells } = counted([0.5, 0.25, 0.5, 0.75, 0.125, 0.25, 0.5]);
    expect(resolution).toBe('exact');
    expect(
      cells.map(({ attributes, label, scores, counts }) => [attributes[0], label, [...scores], [...counts]]),
    ).toEqual([
      ['a', 0, [0.5], [2]],
      ['b', 0, [0.125, 0.5], [1, 1]],
      ['a', 1, [0.75], [1]],
      ['b', 1, [0.25], [2]],
    ]);
  });

  it('go to the finest grid that holds them, however they are ordered or split', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 30, maxLength: 120 }), fc.nat(100), (scores, cut) => {
        const pairs = scores.map((score, i) => ({ score, i }));
        const add = (counter: ScoreCounter, list: typeof pairs): void => {
          for (const { score, i } of list) counter.add([String(i % 3)], i % 2, score);
        };
        const once = new ScoreCounter(20);
        add(once, pairs);
        const backwards = new ScoreCounter(20);
        add(backwards, [...pairs].reverse());
        const [left, right, both] = [new ScoreCounter(20), new ScoreCounter(20), new ScoreCounter(20)];
        add(left, pairs.slice(0, cut));
        add(right, pairs.slice(cut));
        both.addCounts(right.build());
        both.addCounts(left.build());
        expect(backwards.build()).toEqual(once.build());
        expect(both.build()).toEqual(once.build());
        expect(once.build().cells.reduce((sum, { scores: s }) => sum + s.length, 0)).toBeLessThanOrEqual(20);
        expect(once.build().cells.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0)).toBe(
          scores.length,
        );
      }),
    );
  });

  it('never change places on a grid, and coarser grids are made of finer ones', () => {
    fc.assert(
      fc.property(unit, unit, fc.integer({ min: 0, max: 30 }), (a, b, bits) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(atResolution(low, bits)).toBeLessThanOrEqual(atResolution(high, bits));
        expect(atResolution(atResolution(a, bits + 1), bits)).toBe(atResolution(a, bits));
      }),
    );
  });

  it('are on no coarser grid than they must be, near 0 and near 1 too', () => {
    const score = fc.oneof(
      unit,
      fc.integer({ min: 0, max: 1074 }).map((power) => 2 ** -power),
      fc.integer({ min: 0, max: 53 }).map((power) => 1 - 2 ** -power),
    );
    fc.assert(
      fc.property(fc.array(score, { minLength: 8, maxLength: 40 }), fc.integer({ min: 2, max: 8 }), (scores, limit) => {
        const sizeAt = (bits: number | 'exact'): number => new Set(scores.map((s) => atResolution(s, bits) + 0)).size;
        const counter = new ScoreCounter(limit);
        for (const one of scores) counter.add([], 0, one);
        const { resolution } = counter.build();
        if (resolution !== 'exact') expect(sizeAt(resolution === 31 ? 'exact' : resolution + 1)).toBeGreaterThan(limit);
        expect(sizeAt(resolution)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('stay apart near 0 and near 1, where a sure model puts them', () => {
    const tiny = Array.from({ length: 50 }, (_, i) => 2 ** -(i + 2));
    for (const scores of [tiny, tiny.map((score) => 1 - score)]) {
      expect(new Set(scores.map((score) => atResolution(score, 11))).size).toBe(50);
    }
  });

  it('take bounded memory: a million different scores are as many entries as the limit', () => {
    const random = randomFor('score-counts', 'million');
    const counter = new ScoreCounter();
    for (let i = 0; i < 1_000_000; i++) counter.add(['a'], i % 2, random.next());
    const { resolution, cells } = counter.build();
    expect(resolution).not.toBe('exact');
    expect(cells.reduce((sum, { scores }) => sum + scores.length, 0)).toBeLessThanOrEqual(131_072);
    expect(cells.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0)).toBe(1_000_000);
  });
});
