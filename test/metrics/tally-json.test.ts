import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditError } from '../../src/base/index.js';
import {
  RankPass,
  addRankings,
  mergeTallies,
  mergeRankings,
  rankingsSchema,
  rankingsToJson,
  talliesFromJson,
  talliesSchema,
  talliesToJson,
  type PairTally,
  type Tallies,
  type PairedExample,
  type TalliesJson,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { anyExample, binary, binaryByUnit, counted, plain, tallyOf, threeClasses } from './examples.js';

const weighted: TallyFrame = { ...binary, hasWeights: true };
const regression: TallyFrame = { ...binary, task: 'regression', classes: [], losses: ['absolute', 'squared'] };
const frames = [binary, binaryByUnit, threeClasses, weighted, { ...weighted, hasUnits: true }, regression];

/** As of a baseline and so many variants. */
function pairsOf(tallies: readonly PairTally[]): Tallies['pairs'] {
  return tallies.map((tally, i) => ({ baseline: 0, variant: i + 1, tally }));
}

/** Through the text of a file and back, as another process reads it. */
function sent(frame: TallyFrame, tallies: readonly PairTally[]): readonly PairTally[] {
  const pairs = pairsOf(tallies);
  const json = talliesSchema.parse(JSON.parse(JSON.stringify(talliesToJson(frame, { pairs }))));
  return talliesFromJson(frame, pairs, json).pairs.map(({ tally }) => tally);
}

const score = fc.constantFrom(0, -0, 0.1, 0.25, Math.fround(0.7), 1, 1 - 2 ** -24, 1e-300);

/** Any example of a frame: scored where it is binary, weighing something where there are weights. */
function anyOf(frame: TallyFrame): fc.Arbitrary<PairedExample> {
  const scores = fc.record({ baseline: score, variant: score });
  const weight = fc.constantFrom(0, 0.5, 1, 3, 1e6);
  return fc.tuple(anyExample(frame), scores, weight).map(([example, both, w]) => ({
    ...example,
    weight: frame.hasWeights ? w : undefined,
    scores: frame.task === 'binary' ? both : undefined,
  }));
}

describe.each(frames)('a tally as JSON ($task, units: $hasUnits, weights: $hasWeights)', (frame) => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(anyOf(frame), { maxLength: 40 }), fc.array(anyOf(frame), { maxLength: 40 }), (one, two) => {
        const examples = [...one, ...two];
        const tallies = [
          tallyOf(frame, examples),
          tallyOf(
            frame,
            examples.map((item) => ({ ...item, variant: 0 })),
          ),
        ];
        const back = sent(frame, tallies);
        expect(back.map(plain)).toEqual(tallies.map(plain));
        expect(back.map(({ scores }) => scores)).toEqual(tallies.map(({ scores }) => scores));
      }),
      { numRuns: 50 },
    );
  });

  it('has the same text however its examples were split, sent, merged and ordered', () => {
    const text = (tally: PairTally): string => JSON.stringify(talliesToJson(frame, { pairs: pairsOf([tally]) }));
    fc.assert(
      fc.property(
        fc.array(anyOf(frame), { maxLength: 60 }),
        fc.array(fc.nat(15), { minLength: 60, maxLength: 60 }),
        (examples, shards) => {
          const parts = Array.from({ length: 16 }, (_, s) =>
            tallyOf(frame, examples.filter((_, i) => shards[i] === 15 - s).reverse()),
          );
          const merged = mergeTallies(
            frame,
            parts.flatMap((part) => sent(frame, [part])),
          );
          expect(text(merged)).toBe(text(tallyOf(frame, examples)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each([binary, binaryByUnit, { ...binary, hasWeights: true }, { ...binaryByUnit, hasWeights: true }])(
  'ranks as JSON (units: $hasUnits, weights: $hasWeights)',
  (frame) => {
    it('add up to those of all examples, however these were split', () => {
      fc.assert(
        fc.property(
          fc.array(anyOf(frame), { minLength: 1, maxLength: 60 }),
          fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }),
          (examples, shards) => {
            const tally = tallyOf(frame, examples);
            const rests = {
              slices: new Set(['[["group","x"]]', '[["group","y"]]']),
              metrics: new Set(['auc', 'average_precision']),
            };
            const ranked = (list: readonly PairedExample[]): ReturnType<RankPass['build']> => {
              const pass = new RankPass(tally, [['group']], rests);
              for (const { attributes, unit, weight, label, scores } of list)
                pass.add({
                  attributes,
                  unit,
                  weight,
                  label,
                  baseline: scores?.baseline ?? 0,
                  variant: scores?.variant ?? 0,
                });
              return pass.build();
            };
            const parts = [4, 2, 0, 1, 3].map((s) =>
              rankingsSchema.parse(
                JSON.parse(JSON.stringify(rankingsToJson(ranked(examples.filter((_, i) => shards[i] === s))))),
              ),
            );
            const whole = ranked(examples);
            expect(mergeRankings(parts)).toEqual(rankingsToJson(whole));
            // Held against the tally, all that follows from it comes back too.
            expect(addRankings(ranked([]), parts)).toEqual(whole);
            expect(addRankings(ranked([]), [mergeRankings(parts)])).toEqual(whole);
          },
        ),
        { numRuns: 40 },
      );
    });
  },
);

describe('a tally that contradicts itself', () => {
  const examples = counted({ '111': 3, '110': 1, '000': 5 }).map((item) => ({
    ...item,
    scores: { baseline: 0.25, variant: 0.5 },
  }));
  const good = talliesToJson(binary, { pairs: pairsOf([tallyOf(binary, examples)]) });
  type Cell = TalliesJson['pairs'][number][number];
  const withCell = (change: Partial<Cell>): TalliesJson => ({
    ...good,
    pairs: [good.pairs[0]?.map((cell, i) => (i === 0 ? { ...cell, ...change } : cell)) ?? []],
  });
  const withScores = (change: object): TalliesJson => ({
    ...good,
    scores: good.scores?.map((model) => ({
      ...model,
      cells: model.cells.map((cell, i) => (i === 0 ? { ...cell, ...change } : cell)),
    })),
  });
  const pair = [{ baseline: 0, variant: 1 }];
  const [first] = good.pairs[0] ?? [];

  it('is good before it is changed', () => expect(talliesFromJson(binary, pair, good).pairs).toHaveLength(1));

  it.each<[string, TalliesJson, RegExp]>([
    ['cells twice', { ...good, pairs: [[...(good.pairs[0] ?? []), ...(first ? [first] : [])]] }, /stands here twice/u],
    ['a value that is not listed', withCell({ at: [7] }), /at\[0\]: expected a place among 1 values, found 7/u],
    ['too few values', withCell({ at: [] }), /expected 1 numbers, one an attribute, found 0/u],
    ['a class that there is not', withCell({ variant: 2 }), /variant: expected a place among 2 classes, found 2/u],
    ['a unit where there is none', withCell({ unit: 0 }), /expected a cell without unit and without weights/u],
    ['weights where there are none', withCell({ weights: ['1', '1'] }), /without weights/u],
    ['a loss too few', withCell({ moments: first?.moments.slice(1) ?? [] }), /expected 2 entries/u],
    [
      'squares below 0',
      withCell({
        moments: [
          ['1', '1', '-1', '1', '1'],
          ['1', '1', '1', '1', '1'],
        ],
      }),
      /expected a sum of at least 0, found -1/u,
    ],
    [
      'seven sums without weights',
      withCell({
        moments: [
          ['1', '1', '1', '1', '1', '1', '1'],
          ['1', '1', '1', '1', '1'],
        ],
      }),
      /expected 5 sums, found 7/u,
    ],
    ['more cells than scores', withCell({ count: 9 }), /expected the scores of \d+ examples, found 9/u],
    ['other digits', { ...good, bits: 200 }, /bits: expected 48, found 200/u],
    ['values out of order', { ...good, values: [['b', 'a']] }, /values\[0\]\[1\]: expected texts in order/u],
    ['a list of units without units', { ...good, units: ['u'] }, /units: expected nothing/u],
    ['scores of too few models', { ...good, scores: good.scores?.slice(1) }, /scores: expected 2 models, found 1/u],
    [
      'scores that do not ascend',
      withScores({ scores: [0.5, 0.5], counts: [1, 1] }),
      /expected scores that ascend, found 0.5/u,
    ],
    ['counts too few', withScores({ scores: [0.1, 0.5], counts: [1] }), /expected 2 numbers, one a score, found 1/u],
    [
      'half an example',
      withScores({ scores: [0.1], counts: [1.5] }),
      /expected a whole number of examples, found 1.5/u,
    ],
    [
      'two variants of different examples',
      { ...good, scores: undefined, pairs: [good.pairs[0] ?? [], []] },
      /pairs\[1\]: expected 9 examples, as pairs\[0\] has, found 0/u,
    ],
  ])('is refused: %s', (_, json, sentence) => {
    const models = json.pairs.map((_, i) => ({ baseline: 0, variant: i + 1 }));
    const read = (): unknown => talliesFromJson(binary, models, talliesSchema.parse(json));
    expect(read).toThrow(AuditError);
    expect(read).toThrow(sentence);
  });

  it('is refused: of another number of pairs', () => {
    expect(() => talliesFromJson(binary, [...pair, { baseline: 0, variant: 2 }], good)).toThrow(
      'pairs: expected 2 pairs of models, found 1',
    );
  });

  it.each<[string, object]>([
    ['a count of none', withCell({ count: 0 })],
    ['a negative count', withCell({ count: -3 })],
    ['a count beyond what is exact', withCell({ count: 2 ** 60 })],
    ['a sum with a point', withCell({ moments: [['1.5', '1', '1', '1', '1']] })],
    ['a sum of a thousand digits', withCell({ moments: [['9'.repeat(1000), '1', '1', '1', '1']] })],
    ['a score of 2', withScores({ scores: [2], counts: [1] })],
    ['a score that is no number', withScores({ scores: [null], counts: [1] })],
    ['a member that nobody knows', { ...good, more: 1 }],
    ['no variant', { ...good, pairs: [] }],
  ])('is no tally at all: %s', (_, json) => {
    expect(talliesSchema.safeParse(JSON.parse(JSON.stringify(json))).success).toBe(false);
  });
});
