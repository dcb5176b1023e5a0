import { expect, it } from 'vitest';
import { sliceKey } from '../../src/base/index.js';
import { rankVariants } from '../../src/audit/rank-variants.js';
import { rankingOf, type TallyFrame } from '../../src/metrics/index.js';
import { tallyOutcomes, type OutcomeSpec, type ScoredExample } from '../../src/outcomes/index.js';

const spec: OutcomeSpec = { task: 'binary', output: 'p', activation: 'none', labels: ['no', 'yes'], threshold: 0.5 };
const frame: TallyFrame = {
  task: 'binary',
  classes: ['no', 'yes'],
  attributes: ['team'],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};

/** Two positives and two negatives; scores of the baseline and of two variants. */
const scores = [
  ['yes', 0.9, 0.9, 0.1],
  ['yes', 0.8, 0.2, 0.2],
  ['no', 0.3, 0.3, 0.8],
  ['no', 0.1, 0.1, 0.9],
] as const;
const examples = scores.map(([label, ...said], row): ScoredExample => ({
  row,
  id: String(row),
  label,
  unit: '',
  weight: 1,
  attributes: [row % 2 === 0 ? 'a' : 'b'],
  files: '',
  result: { kind: 'scored', outcomes: said.map((score) => ({ kind: 'score', score })) },
}));

// eslint-disable-next-line @typescript-eslint/require-await -- it stands for a table on disk
async function* read(): AsyncGenerator<readonly ScoredExample[]> {
  yield examples;
}

it('ranks each variant by its own scores, and everyone else where a margin holds a group against them', async () => {
  const pairs = [
    { baseline: 0, variant: 1 },
    { baseline: 0, variant: 2 },
  ];
  const tallies = await tallyOutcomes(read(), spec, frame, pairs);
  const team = { name: 'team', sensitive: true, values: ['a', 'b'] };
  const sets = { attributes: [team], crossings: [['team']], margins: [{ metric: 'auc', differential: 0.02 }] };
  const found = await rankVariants(tallies, pairs, sets, read);
  const areas = found.map((rankings) => {
    const ranks = rankings?.slices.get(sliceKey([]));
    return ranks && [rankingOf(ranks, 'baseline')?.auc, rankingOf(ranks, 'variant')?.auc];
  });
  // Of the four pairs the first variant misses 0.2 against 0.3, the second all.
  expect(areas).toEqual([
    [1, 0.75],
    [1, 0],
  ]);
  expect([...(found[0]?.rests.keys() ?? [])]).toEqual(
    ['a', 'b'].map((value) => sliceKey([{ attribute: 'team', value }])),
  );
});
