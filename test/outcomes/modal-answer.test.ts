import { describe, expect, it } from 'vitest';
import {
  countExemplars,
  modalAnswer,
  pickExemplars,
  type OutcomeSpec,
  type ScoredExample,
} from '../../src/outcomes/index.js';

const spec: OutcomeSpec = { task: 'binary', output: 'p', activation: 'none', labels: ['no', 'yes'], threshold: 0.5 };

/** Scores of three trainings of the baseline, then of three of the variant. */
function example(row: number, label: string, team: string, scores: readonly number[]): ScoredExample {
  return {
    row,
    id: String(row),
    label,
    unit: '',
    weight: 1,
    attributes: [team],
    result: { kind: 'scored', outcomes: scores.map((score) => ({ kind: 'score', score })) },
  };
}

async function* once(examples: readonly ScoredExample[]): AsyncGenerator<readonly ScoredExample[]> {
  yield await Promise.resolve(examples);
}

const pairs = [
  { baseline: 0, variant: 3 },
  { baseline: 1, variant: 4 },
  { baseline: 2, variant: 5 },
];

describe('what most trainings answer', () => {
  it('is the commonest label, the largest of those that are equally common', () => {
    // The worked example of reference.json: dense 1, 1, 2; compressed 2, 2, 1.
    expect(modalAnswer([1, 1, 2])).toBe(1);
    expect(modalAnswer([2, 2, 1])).toBe(2);
    expect(modalAnswer([0, 1])).toBe(1);
    expect(modalAnswer([3, 0, 3, 0, 1])).toBe(3);
  });

  const examples = [
    example(0, 'yes', 'a', [0.9, 0.8, 0.1, 0.9, 0.2, 0.1]), // right by two of three, then wrong by two of three
    example(1, 'yes', 'a', [0.9, 0.9, 0.9, 0.1, 0.9, 0.9]), // one training of the variant only
    example(2, 'no', 'b', [0.9, 0.9, 0.9, 0.1, 0.1, 0.1]), // gained
    example(3, 'yes', 'b', [0.9, 0.9, 0.9, 0.4, 0.4, 0.4]), // lost by all
  ];

  it('makes an exemplar of an example where it changes, by attributes', async () => {
    expect(await countExemplars(once(examples), spec, [pairs, pairs.slice(1, 2)])).toEqual([
      [
        { attributes: ['a'], count: 1 },
        { attributes: ['b'], count: 2 },
      ],
      [
        { attributes: ['a'], count: 1 },
        { attributes: ['b'], count: 2 },
      ],
    ]);
  });

  it('decides which examples are shown, ordered by what the truth lost on average', async () => {
    const picked = await pickExemplars(once(examples), {
      spec,
      attributes: ['team'],
      pairs,
      slices: [[]],
      count: 4,
      hasUnits: false,
    });
    // 0.9 → 0.4 loses 0.5; (0.9 + 0.8 + 0.1) / 3 → 0.4 loses 0.2.
    expect(picked.map(({ example: { id } }) => id)).toEqual(['3', '0']);
  });
});
