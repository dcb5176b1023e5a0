import { describe, expect, it } from 'vitest';
import { answerOf } from '../../src/outcomes/outcome.js';
import { pickExemplars } from '../../src/outcomes/exemplars.js';
import type { OutcomeSpec } from '../../src/outcomes/outcome.js';
import type { ScoredExample } from '../../src/outcomes/scored-example.js';

const binary: OutcomeSpec = { task: 'binary', output: 's', activation: 'none', labels: ['no', 'yes'], threshold: 0.5 };
const classes: OutcomeSpec = { task: 'multiclass', output: 's', activation: 'none', classes: ['a', 'b', 'c'] };

describe('the answer of an outcome', () => {
  it('is positive from the threshold on', () => {
    expect([0.49, 0.5, 0.51].map((score) => answerOf({ kind: 'score', score }, binary))).toEqual([0, 1, 1]);
  });

  it('is positive where score and threshold are the same 32-bit float', () => {
    const [spec, score] = [{ ...binary, threshold: 0.7 }, Math.fround(0.7)];
    expect(score).toBeLessThan(0.7);
    expect(answerOf({ kind: 'score', score }, spec)).toBe(1);
  });

  it('is the first of the classes that share the largest score', () => {
    expect(answerOf({ kind: 'scores', scores: [0.2, 0.4, 0.4] }, classes)).toBe(1);
    expect(answerOf({ kind: 'scores', scores: [0.3, 0.3, 0.3] }, classes)).toBe(0);
  });
});

/** A row of a binary set: the truth is `yes`, and each model gives its score. */
function example(row: number, team: string, unit: string, before: number, after: number): ScoredExample {
  return {
    row,
    id: `e${row}`,
    label: 'yes',
    unit,
    weight: 1,
    attributes: [team],
    result: { kind: 'scored', outcomes: [before, after].map((score) => ({ kind: 'score' as const, score })) },
  };
}

async function* batches(...examples: readonly ScoredExample[]): AsyncGenerator<readonly ScoredExample[]> {
  await Promise.resolve();
  yield examples.slice(0, 2);
  yield examples.slice(2);
}

describe('exemplars', () => {
  const north = [{ attribute: 'team', value: 'north' }];
  const south = [{ attribute: 'team', value: 'south' }];
  const options = {
    spec: binary,
    attributes: ['team'],
    pairs: [{ baseline: 0, variant: 1 }],
    slices: [north, south],
    hasUnits: false,
  };
  const pick = async (count: number, hasUnits: boolean, ...examples: readonly ScoredExample[]): Promise<string[]> =>
    (await pickExemplars(batches(...examples), { ...options, count, hasUnits })).map(({ example: { id } }) => id);

  it('are the examples that lost a right answer, by how much score the truth lost', async () => {
    const rows = [
      example(0, 'north', 'u', 0.9, 0.4), // flipped: lost 0.5
      example(1, 'north', 'u', 0.9, 0.1), // flipped: lost 0.8
      example(2, 'north', 'u', 0.9, 0.6), // still right
      example(3, 'north', 'u', 0.4, 0.1), // was wrong before
    ];
    expect(await pick(5, false, ...rows)).toEqual(['e1', 'e0']);
  });

  it('take turns between slices, and show no unit twice', async () => {
    const rows = [
      example(0, 'north', 'u0', 0.9, 0.0),
      example(1, 'north', 'u0', 0.9, 0.1),
      example(2, 'north', 'u1', 0.9, 0.2),
      example(3, 'south', 'u2', 0.9, 0.4),
    ];
    expect(await pick(2, false, ...rows)).toEqual(['e0', 'e3']);
    expect(await pick(4, true, ...rows)).toEqual(['e0', 'e2', 'e3']);
  });

  it('come from every unit that has one, however many one unit has', async () => {
    const one = example(0, 'north', 'quiet', 0.9, 0.4);
    const many = Array.from({ length: 50 }, (_, i) => example(i + 1, 'north', 'busy', 0.9, 0.1));
    expect(await pick(2, true, one, ...many)).toEqual(['e1', 'e0']);
  });

  it('show the example of a unit that lost most', async () => {
    const rows = [0.4, 0.1, 0.3].map((after, i) => example(i, 'north', 'u', 0.9, after));
    expect(await pick(2, true, ...rows)).toEqual(['e1']);
  });

  it('are none where none is asked for', async () => {
    expect(await pick(0, false, example(0, 'north', 'u', 0.9, 0.0))).toEqual([]);
  });
});
