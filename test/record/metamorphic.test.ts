import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey } from '../../src/base/index.js';
import type { DeclaredMargin } from '../../src/compare/index.js';
import {
  LossFiller,
  RankPass,
  TallyBuilder,
  addRankings,
  binaryLossNames,
  mergeTallies,
  multiclassLossNames,
  rankingsToJson,
  regressionLossNames,
  type PairTally,
  type PairedExample,
  type Rankings,
  type TallyFrame,
} from '../../src/metrics/index.js';
import { fairnessRecord, type FairnessRecord } from '../../src/record/index.js';

type Task = TallyFrame['task'];

/** One row of a made-up table. */
interface Row {
  readonly group: string;
  readonly style: string;
  readonly unit: string;
  readonly weight: number;
  /** A class, or a number. */
  readonly label: number;
  /** What each model said: a score a class, the positive class's alone, or a value. */
  readonly baseline: readonly number[];
  readonly variant: readonly number[];
}

const crossings = [['group'], ['style'], ['group', 'style']];

function frameFor(task: Task, hasUnits: boolean, hasWeights: boolean): TallyFrame {
  const losses = {
    binary: binaryLossNames,
    multiclass: multiclassLossNames([2]),
    regression: regressionLossNames([0.9]),
  };
  const classes = { binary: ['no', 'yes'], multiclass: ['cat', 'dog', 'cow'], regression: [] };
  return { task, classes: classes[task], attributes: ['group', 'style'], losses: losses[task], hasUnits, hasWeights };
}

/** Scores in 32nds, so that there are ties; the variant mostly agrees. */
function anyRow(task: Task): fc.Arbitrary<Row> {
  const score = fc.nat(32).map((n) => n / 32);
  const answer: fc.Arbitrary<readonly number[]> =
    task === 'multiclass'
      ? fc.tuple(score, score, score).map((raw) => {
          const sum = raw.reduce((total, one) => total + one + 0.1, 0);
          return raw.map((one) => (one + 0.1) / sum);
        })
      : score.map((one) => [one]);
  return fc
    .record({
      group: fc.constantFrom('x', 'y', 'z'),
      style: fc.constantFrom('flat', 'glossy'),
      unit: fc.nat(11).map((n) => `unit ${n}`),
      weight: fc.constantFrom(0.25, 0.5, 1, 3),
      label: task === 'regression' ? score : fc.nat(task === 'binary' ? 1 : 2),
      baseline: answer,
      other: answer,
      agrees: fc.nat(3).map((n) => n > 0),
    })
    .map(({ other, agrees, ...row }) => ({ ...row, variant: agrees ? row.baseline : other }));
}

function exampleOf(frame: TallyFrame): (row: Row) => PairedExample {
  const { losses, task } = frame;
  const one =
    task === 'binary' ? LossFiller.binary(losses) : task === 'regression' ? LossFiller.regression(losses) : undefined;
  const several = task === 'multiclass' ? LossFiller.multiclass(losses) : undefined;
  const answerOf = (said: readonly number[]): number =>
    task === 'regression' ? 0 : task === 'binary' ? Number((said[0] ?? 0) >= 0.5) : said.indexOf(Math.max(...said));
  return ({ group, style, unit, weight, label, baseline, variant }) => {
    const filler = one ?? several;
    one?.fill(baseline[0] ?? 0, variant[0] ?? 0, label);
    several?.fill(baseline, variant, label);
    return {
      attributes: [group, style],
      unit,
      weight,
      label: task === 'regression' ? 0 : label,
      baseline: answerOf(baseline),
      variant: answerOf(variant),
      baselineLosses: [...(filler?.baseline ?? [])],
      variantLosses: [...(filler?.variant ?? [])],
      scores: task === 'binary' ? { baseline: baseline[0] ?? 0, variant: variant[0] ?? 0 } : undefined,
    };
  };
}

function tallyOf(frame: TallyFrame, rows: readonly Row[]): PairTally {
  const builder = new TallyBuilder(frame);
  for (const example of rows.map(exampleOf(frame))) builder.add(example);
  return builder.build();
}

/** The second pass, over shards of the rows. */
function rankingsOf(tally: PairTally, shards: readonly (readonly Row[])[]): Rankings | undefined {
  if (tally.frame.task !== 'binary' || tally.frame.hasWeights) return undefined;
  const rests = new Set(
    tally.cells.flatMap(({ attributes: [group = '', style = ''] }) => [
      sliceKey([{ attribute: 'group', value: group }]),
      sliceKey([{ attribute: 'style', value: style }]),
    ]),
  );
  const pass = (rows: readonly Row[]): Rankings => {
    const made = new RankPass(tally, crossings, { slices: rests, metrics: new Set(['auc', 'true_positive_rate']) });
    for (const { group, style, unit, label, baseline, variant } of rows)
      made.add({ attributes: [group, style], unit, label, baseline: baseline[0] ?? 0, variant: variant[0] ?? 0 });
    return made.build();
  };
  return addRankings(
    pass([]),
    shards.map((rows) => rankingsToJson(pass(rows))),
  );
}

const margins: Readonly<Record<Task, readonly string[]>> = {
  binary: ['true_positive_rate', 'auc'],
  multiclass: ['mean_recall', 'kappa'],
  regression: ['rmse', 'r_squared'],
};

interface Names {
  readonly groups: readonly string[];
  readonly styles: readonly string[];
}

const plainNames: Names = { groups: ['x', 'y', 'z'], styles: ['flat', 'glossy'] };

function recordOf(
  frame: TallyFrame,
  shards: readonly (readonly Row[])[],
  { minSlice = 5, names = plainNames }: { readonly minSlice?: number; readonly names?: Names } = {},
): FairnessRecord {
  const tally = mergeTallies(
    frame,
    shards.map((rows) => tallyOf(frame, rows)),
  );
  const present = (i: number, values: readonly string[]): readonly string[] =>
    values.filter((value) => tally.cells.some(({ attributes }) => attributes[i] === value));
  const declared = margins[frame.task].map((metric): DeclaredMargin => ({ metric, drift: 0.1, differential: 0.1 }));
  const { task } = frame;
  return fairnessRecord({
    tally,
    rankings: rankingsOf(tally, shards),
    attributes: [
      { name: 'group', sensitive: true, values: present(0, names.groups), reference: names.groups[0] },
      { name: 'style', sensitive: false, values: present(1, names.styles) },
    ],
    crossings,
    minSlice,
    margins: declared,
    marginSource: 'plan',
    outcome:
      task === 'binary'
        ? { task, output: 'p', positive: 'yes', threshold: 0.5, label: 'l' }
        : task === 'multiclass'
          ? { task, output: 'p', classes: frame.classes, label: 'l' }
          : { task, output: 'p', label: 'l' },
    data: { files: ['a.csv'], skipped: { count: 0, examples: [] }, unitColumn: 'u', weightColumn: 'w' },
  });
}

/** What a record says, by what it is about: a sentence or a number each, in no order. */
function toldBy(record: FairnessRecord, rename = (text: string): string => text): ReadonlyMap<string, unknown> {
  const told = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, `${path}/${nameOf(item, rename) ?? i}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, `${path}.${key}`);
    } else if (value !== undefined) told.set(path, typeof value === 'string' ? rename(value) : value);
  };
  visit(record, '');
  return told;
}

/** What tells an entry of a list from the others; where nothing does its place does. */
function nameOf(item: unknown, rename: (text: string) => string): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const keys = [
    'kind',
    'attribute',
    'slice',
    'name',
    'metric',
    'class',
    'against',
    'group',
    'reference',
    'value',
    'label',
    'answer',
  ];
  const parts = keys.flatMap((key) => {
    const part: unknown = Reflect.get(item, key);
    if (typeof part === 'string') return [`${key}=${rename(part)}`];
    return key === 'slice' && Array.isArray(part) ? [part.map((one) => nameOf(one, rename)).join('&')] : [];
  });
  return parts.length > 0 ? parts.join(',') : undefined;
}

function expectAlike(found: ReadonlyMap<string, unknown>, wanted: ReadonlyMap<string, unknown>): void {
  expect(
    [...found.keys()]
      .filter((path) => !wanted.has(path))
      .slice(0, 3)
      .join('   '),
  ).toBe('');
  expect(
    [...wanted.keys()]
      .filter((path) => !found.has(path))
      .slice(0, 3)
      .join('   '),
  ).toBe('');
  for (const [path, value] of wanted) {
    const other = found.get(path);
    if (typeof value !== 'number' || typeof other !== 'number') expect(other, path).toEqual(value);
    else if (Math.abs(other - value) > 1e-9 * Math.max(1, Math.abs(value))) expect(other, path).toBe(value);
  }
}

const settings = (['binary', 'multiclass', 'regression'] as const).flatMap((task) =>
  [false, true].flatMap((hasUnits) => [false, true].map((hasWeights) => ({ task, hasUnits, hasWeights }))),
);
// A record takes long to make: a table of every kind, and more where `PROPERTY_RUNS` says so.
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 1), endOnFailure: true };

describe.each(settings)(
  'a whole record ($task, units: $hasUnits, weights: $hasWeights)',
  ({ task, hasUnits, hasWeights }) => {
    const frame = frameFor(task, hasUnits, hasWeights);
    const rows = fc.array(anyRow(task), { minLength: 50, maxLength: 80 });

    it('has the same bytes whatever the order of rows and however they are split into shards', () => {
      fc.assert(
        fc.property(rows, fc.array(fc.nat(1_000_000), { minLength: 80, maxLength: 80 }), (list, numbers) => {
          const draws = list.map((row, i) => ({ row, at: numbers[i] ?? 0 }));
          const shuffled = draws.toSorted((a, b) => a.at - b.at);
          const shards = [0, 1, 2, 3].map((k) => shuffled.filter(({ at }) => at % 4 === k).map(({ row }) => row));
          expect(JSON.stringify(recordOf(frame, shards))).toBe(JSON.stringify(recordOf(frame, [list])));
        }),
        runs,
      );
    });

    it('says the same of groups and units with other names', () => {
      const other: Readonly<Record<string, string>> = { x: 'q', y: 'b', z: 'a', flat: 'v', glossy: 'm' };
      const back = new Map(Object.entries(other).map(([from, to]) => [to, from]));
      fc.assert(
        fc.property(rows, (list) => {
          const renamed = list.map((row) => ({
            ...row,
            group: other[row.group] ?? '',
            style: other[row.style] ?? '',
            unit: [...row.unit].reverse().join(''),
          }));
          const names: Names = { groups: ['q', 'b', 'a'], styles: ['v', 'm'] };
          const rename = (text: string): string =>
            back.get(text) ?? text.replaceAll(/"([a-z])"/gu, (_, name: string) => `"${back.get(name) ?? name}"`);
          expectAlike(toldBy(recordOf(frame, [renamed], { names }), rename), toldBy(recordOf(frame, [list])));
        }),
        runs,
      );
    });

    it.runIf(hasUnits && hasWeights)(
      'changes in nothing but counts where each row stands twice in its unit with half the weight',
      () => {
        fc.assert(
          fc.property(rows, (list) => {
            const halves = list.flatMap((row) => [
              { ...row, weight: row.weight / 2 },
              { ...row, weight: row.weight / 2 },
            ]);
            const [once, twice] = [recordOf(frame, [list]), recordOf(frame, [halves], { minSlice: 10 })];
            const isCount = (path: string): boolean =>
              /\.(?:n|examples|effectiveExamples|minSlice|negative|positive|any|came|left|more|withheld)$/u.test(path);
            const measures = (record: FairnessRecord): ReadonlyMap<string, unknown> =>
              new Map(
                [...toldBy(record, (text) => text.replaceAll(/[Ff]ewer than \d+/gu, 'too few'))].filter(
                  ([path]) => !isCount(path),
                ),
              );
            expectAlike(measures(twice), measures(once));
          }),
          runs,
        );
      },
    );
  },
);
