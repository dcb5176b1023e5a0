import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutSlices, countFlips, measureDisparities } from '../../src/compare/index.js';
import {
  RankPass,
  TallyBuilder,
  binaryLosses,
  metricsFor,
  rankValues,
  statisticsOfSet,
  type PairTally,
  type PairedExample,
  type Rankings,
  type TallyFrame,
} from '../../src/metrics/index.js';

const folder = new URL('../../../shared/reference/fairness/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) process.stderr.write('skipped: ../shared/reference/fairness is not here\n');

interface Reference {
  readonly slices: readonly {
    readonly slice: Readonly<Record<string, string>>;
    readonly models: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
    readonly flips: Readonly<Record<string, Readonly<Record<string, number>>>>;
  }[];
  readonly aif360: readonly Readonly<Record<string, number | string>>[];
  readonly disparities: readonly Readonly<Record<string, number | string | null>>[];
}

const attributes = ['sex', 'race', 'age_band'];
const frame: TallyFrame = {
  task: 'binary',
  classes: ['0', '1'],
  attributes,
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};

function examplesOf(model: string): readonly PairedExample[] {
  const [header = '', ...lines] = readFileSync(new URL('adult-scores.csv', folder), 'utf8').trim().split('\n');
  const names = header.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    const row: Readonly<Record<string, string>> = Object.fromEntries(cells.map((cell, i) => [names[i] ?? '', cell]));
    const label = Number(row['label']);
    const [base, variant] = [Number(row['p_base']), Number(row[`p_${model}`])];
    return {
      attributes: attributes.map((name) => row[name] ?? ''),
      unit: '',
      label,
      baseline: base >= 0.5 ? 1 : 0,
      variant: variant >= 0.5 ? 1 : 0,
      baselineLosses: binaryLosses(base, label),
      variantLosses: binaryLosses(variant, label),
      scores: { baseline: base, variant },
    };
  });
}

function tallyOf(model: string): PairTally {
  const builder = new TallyBuilder(frame);
  for (const example of examplesOf(model)) builder.add(example);
  return builder.build();
}

function rankingsOf(tally: PairTally, model: string, crossings: readonly (readonly string[])[]): Rankings {
  const pass = new RankPass(tally, crossings);
  for (const { attributes: values, unit, label, scores } of examplesOf(model))
    pass.add({ attributes: values, unit, label, baseline: scores?.baseline ?? NaN, variant: scores?.variant ?? NaN });
  return pass.build();
}

/** What we call otherwise. */
const theirNames: Readonly<Record<string, string>> = { prevalence: 'base_rate' };
/** Counts that metrics are made of. */
const notMetrics = ['n', 'tp', 'fp', 'tn', 'fn'];
/** Metrics of theirs that we do not have. */
const notThere: readonly string[] = [];

describe.skipIf(!isThere)('numbers that Fairlearn, scikit-learn and SciPy computed on UCI Adult', () => {
  const reference = isThere
    ? (JSON.parse(readFileSync(new URL('reference.json', folder), 'utf8')) as Reference)
    : { slices: [], disparities: [], aif360: [] };
  const plainAttributes = attributes.map((name) => ({ name, sensitive: true, values: [] }));
  const crossings = [['sex'], ['race'], ['age_band'], ['sex', 'race']];

  it.each(['int8', 'pruned90', 'distilled8', 'lowrank8'])('equal ours in every slice for %s', (model) => {
    const tally = tallyOf(model);
    const slices = cutSlices(tally, plainAttributes, crossings, rankingsOf(tally, model, crossings));
    expect(slices).toHaveLength(reference.slices.length);
    let compared = 0;
    for (const expected of reference.slices) {
      const slice = slices.find(
        (s) =>
          s.slice.length === Object.keys(expected.slice).length &&
          s.slice.every(({ attribute, value }) => expected.slice[attribute] === value),
      );
      if (!slice) throw new Error(JSON.stringify(expected.slice));
      for (const [side, name] of [
        ['baseline', 'base'],
        ['variant', model],
      ] as const) {
        const statistics = statisticsOfSet(frame, slice, side);
        const untold = new Set(Object.keys(expected.models[name] ?? {}));
        for (const metric of metricsFor(frame)) {
          const theirs = expected.models[name]?.[theirNames[metric.name] ?? metric.name];
          if (theirs === undefined) continue;
          untold.delete(theirNames[metric.name] ?? metric.name);
          const ours = metric.value(statistics);
          if (theirs === null) expect(ours.kind).toBe('not-estimable');
          else expect(ours.kind === 'value' ? Math.abs(ours.value - theirs) : ours, metric.name).toBeLessThan(1e-12);
          compared += 1;
        }
        expect([...untold].sort()).toEqual([...notMetrics, ...notThere].sort());
      }
      const flips = countFlips(frame, slice.cells);
      expect(flips.negative).toBe(expected.flips[model]?.['negative']);
      expect(flips.positive).toBe(expected.flips[model]?.['positive']);
      const p = flips.mcnemar.kind === 'value' ? flips.mcnemar.value : NaN;
      expect(Math.abs(p / (expected.flips[model]?.['mcnemar_exact_p'] ?? NaN) - 1)).toBeLessThan(1e-9);
    }
    expect(compared).toBeGreaterThan(22 * 2 * 9);
  });

  it.each(['int8', 'pruned90', 'distilled8', 'lowrank8'])(
    'equal our disparities by sex, race and age for %s',
    (model) => {
      const tally = tallyOf(model);
      for (const attribute of attributes) {
        const ours = disparitiesBy(tally, attribute);
        for (const [side, name] of [
          ['baseline', 'base'],
          ['variant', model],
        ] as const) {
          const expected = reference.disparities.find((d) => d.attribute === attribute && d.model === name) ?? {};
          const numbers = Object.entries(expected).filter(([, value]) => typeof value === 'number');
          expect(numbers).toHaveLength(6);
          for (const [disparity, theirs] of numbers) expectSame(ours, disparity, side, theirs);
        }
      }
    },
  );

  it.each(['int8', 'pruned90', 'distilled8', 'lowrank8'])('equal those of AIF360 against men for %s', (model) => {
    const ours = disparitiesBy(tallyOf(model), 'sex', 'Male');
    for (const [side, name] of [
      ['baseline', 'base'],
      ['variant', model],
    ] as const) {
      const expected = reference.aif360.find((d) => d['model'] === name) ?? {};
      const numbers = Object.entries(expected).filter(([, value]) => typeof value === 'number');
      expect(numbers).toHaveLength(11);
      for (const [disparity, theirs] of numbers) expectSame(ours, oursFor[disparity] ?? disparity, side, theirs);
    }
  });
});

/** What AIF360's are called here, where an unsigned one has the name. */
const oursFor: Readonly<Record<string, string>> = {
  equal_opportunity_difference: 'equal_opportunity_difference_to_reference',
  error_rate_difference: 'error_rate_difference_to_reference',
  false_discovery_rate_difference: 'false_discovery_rate_difference_to_reference',
  false_omission_rate_difference: 'false_omission_rate_difference_to_reference',
  generalized_entropy_index_alpha2: 'generalized_entropy_index',
  between_group_theil_index: 'between_group_theil_index',
};

type Disparities = ReturnType<typeof measureDisparities>;

function disparitiesBy(tally: PairTally, attribute: string, named?: string): Disparities {
  const [everyone, ...groups] = cutSlices(tally, [{ name: attribute, sensitive: true, values: [] }], [[attribute]]);
  if (!everyone) throw new RangeError('nobody');
  const rules = { everyone, minSlice: 1, reference: named, ranks: rankValues(tally) };
  return measureDisparities(frame, attribute, groups, metricsFor(frame), rules);
}

function expectSame(ours: Disparities, name: string, side: 'baseline' | 'variant', theirs: unknown): void {
  const found = ours.filter(({ disparity }) => disparity.name === name);
  expect(found, name).toHaveLength(1);
  const value = found[0]?.[side];
  expect(value?.kind === 'value' ? Math.abs(value.value - Number(theirs)) : value, name).toBeLessThan(1e-12);
}
