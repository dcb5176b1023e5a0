import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutSlices, countFlips, measureDisparities } from '../../src/compare/index.js';
import {
  RankPass,
  TallyBuilder,
  binaryLosses,
  metricsFor,
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
  readonly disparities: readonly (Readonly<Record<string, number | null>> & { attribute: string; model: string })[];
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
const notThere = ['average_precision', 'mean_score'];

describe.skipIf(!isThere)('numbers that Fairlearn, scikit-learn and SciPy computed on UCI Adult', () => {
  const reference = isThere
    ? (JSON.parse(readFileSync(new URL('reference.json', folder), 'utf8')) as Reference)
    : { slices: [], disparities: [] };
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

  it('equal our disparities by sex, race and age', () => {
    for (const model of ['int8', 'pruned90', 'distilled8', 'lowrank8']) {
      const tally = tallyOf(model);
      for (const attribute of attributes) {
        const groups = cutSlices(tally, plainAttributes, [[attribute]]).slice(1);
        const ours = measureDisparities(frame, attribute, groups, metricsFor(frame), 1);
        for (const expected of reference.disparities.filter((d) => d.attribute === attribute && d.model === model)) {
          let compared = 0;
          for (const { disparity, variant } of ours) {
            const theirs = expected[disparity.name];
            if (typeof theirs !== 'number') continue;
            expect(variant.kind === 'value' ? Math.abs(variant.value - theirs) : variant, disparity.name).toBeLessThan(
              1e-12,
            );
            compared += 1;
          }
          expect(compared).toBe(6);
        }
      }
    }
  });
});
