import { describe, expect, it } from 'vitest';
import {
  TallyBuilder,
  rankValues,
  regressionLossNames,
  type PairTally,
  type TallyFrame,
} from '../../src/metrics/index.js';

const frame: TallyFrame = {
  task: 'regression',
  classes: [],
  attributes: ['group'],
  losses: regressionLossNames([]),
  hasUnits: false,
  hasWeights: false,
};

/** Two examples in each group; the errors are those of the absolute loss, the others are 0. */
function tallyOf(errors: Readonly<Record<string, readonly [number, number]>>): PairTally {
  const builder = new TallyBuilder(frame);
  const losses = (error: number): readonly number[] => frame.losses.map((name) => (name === 'absolute' ? error : 0));
  for (const [group, list] of Object.entries(errors))
    for (const error of list)
      builder.add({
        attributes: [group],
        unit: '',
        label: 0,
        baseline: 0,
        variant: 0,
        baselineLosses: losses(error),
        variantLosses: losses(error),
      });
  return builder.build();
}

/** Values in the order of their ranks. */
function inOrder(tally: PairTally): readonly string[] {
  const [ranks] = rankValues(tally);
  return [...(ranks ?? [])].sort(([, a], [, b]) => a - b).map(([value]) => value);
}

describe('the order of groups', () => {
  it('follows the errors where the numbers of examples are the same, whatever the groups are called', () => {
    expect(inOrder(tallyOf({ a: [0.5, 0.25], b: [0.125, 0.125], c: [1, 0] }))).toEqual(['b', 'a', 'c']);
    expect(inOrder(tallyOf({ c: [0.5, 0.25], a: [0.125, 0.125], b: [1, 0] }))).toEqual(['a', 'c', 'b']);
  });
});
