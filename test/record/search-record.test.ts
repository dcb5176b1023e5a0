import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { defaultMargins } from '../../src/compare/index.js';
import { mergeTallies, type PairTally, type PairedExample, type TallyFrame } from '../../src/metrics/index.js';
import {
  fairnessRecord,
  type FairnessRecord,
  type MetricSearchRecord,
  releaseVerdict,
  type SearchRequest,
} from '../../src/record/index.js';
import { binary, example, tallyOf, threeClasses } from '../metrics/examples.js';

const names = ['sex', 'age', 'region'];
const frame: TallyFrame = { ...binary, attributes: names };
const values: readonly (readonly string[])[] = [
  ['man', 'woman'],
  ['young', 'middle', 'old'],
  ['north', 'south', 'west'],
];

/** People of all kinds; old women of the north lose many right answers if there is damage, everyone a few. */
function people(rows: number, damage: number, seed = 'people'): readonly PairedExample[] {
  const random = randomFor('search record', seed, rows, damage);
  return Array.from({ length: rows }, () => {
    const attributes = values.map((own) => own[random.nextBelow(own.length)] ?? '');
    const isHit = attributes.join() === 'woman,old,north' && random.next() < damage;
    const u = random.next();
    const label = random.next() < 0.5 ? '1' : '0';
    const wrong = label === '1' ? '0' : '1';
    const answers =
      isHit || u < 0.02 ? label + wrong : u > 0.99 ? wrong + label : u > 0.9 ? wrong + wrong : label + label;
    return { ...example(label + answers), attributes, unit: '' };
  });
}

const everything: SearchRequest = { attributes: names, conditions: 3, metrics: ['accuracy'], most: 5 };

function recordOf(tally: PairTally, search?: SearchRequest, minSlice = 20): FairnessRecord {
  const attributes = tally.frame.attributes.map((name, i) => ({
    name,
    sensitive: false,
    values: [...new Set(tally.cells.map((cell) => cell.attributes[i] ?? ''))].sort(),
  }));
  const { task } = tally.frame;
  return fairnessRecord({
    tally,
    attributes,
    crossings: [[tally.frame.attributes[0] ?? '']],
    minSlice,
    margins: defaultMargins(task),
    marginSource: 'default',
    search,
    outcome: { task: 'binary', output: 'p', positive: 'yes', threshold: 0.5, label: 'y' },
    data: { files: ['a.csv'], skipped: { count: 0, examples: [] }, unitColumn: undefined },
  });
}

function searched(record: FairnessRecord, metric = 0): Extract<MetricSearchRecord, { kind: 'searched' }> {
  const found = record.search?.metrics[metric];
  if (found?.kind !== 'searched') throw new Error(`not searched: ${JSON.stringify(found)}`);
  return found;
}

describe('the search of a record', () => {
  const damaged = people(6000, 0.25);

  it('finds the damage that was planted, and the half that did not find it calls it surely worse', () => {
    const { found, examples, possible, lookedAt, pruned } = searched(recordOf(tallyOf(frame, damaged), everything));
    expect(found).toHaveLength(1);
    expect(found[0]?.slice.map(({ value }) => value)).toEqual(['woman', 'old', 'north']);
    expect(found[0]).toMatchObject({ surelyWorse: true });
    // A quarter lost there, two of a hundred elsewhere.
    expect(found[0]?.differentialInterval?.lower).toBeLessThan(-0.2);
    expect(found[0]?.differentialInterval?.upper).toBeLessThan(-0.05);
    expect(examples).toEqual({ discovery: 3000, judging: 3000 });
    expect(lookedAt + pruned).toBe(possible);
  });

  it('finds nothing where nothing was planted', () => {
    for (const seed of ['a', 'b', 'c'])
      expect(searched(recordOf(tallyOf(frame, people(4000, 0, seed)), everything)).found).toEqual([]);
  });

  it('is there only where it is asked for, and changes no finding and no verdict', () => {
    const tally = tallyOf(frame, damaged);
    const [without, { search, ...rest }] = [recordOf(tally), recordOf(tally, everything)];
    expect(without.search).toBeUndefined();
    expect(search?.seed).toBe('fairweight/slice-search/1');
    expect(JSON.stringify(rest)).toBe(JSON.stringify({ ...without, search: undefined }));
    expect(releaseVerdict(recordOf(tally, everything), [])).toEqual(releaseVerdict(without, []));
  });

  it('looks at no more conditions, attributes and slices than it is asked to', () => {
    const tally = tallyOf(frame, damaged);
    const two = searched(recordOf(tally, { ...everything, conditions: 2 })).found;
    for (const { slice } of two) expect(slice.length).toBeLessThanOrEqual(2);
    for (const { slice } of searched(recordOf(tally, { ...everything, attributes: ['age', 'sex'] })).found)
      expect(slice.every(({ attribute }) => attribute !== 'region')).toBe(true);
    expect(searched(recordOf(tally, { ...everything, conditions: 1, most: 1 })).found.length).toBeLessThanOrEqual(1);
  });

  it('has wider intervals with several metrics, whose searches hold at once too', () => {
    const tally = tallyOf(frame, damaged);
    const alone = searched(recordOf(tally, everything)).found[0]?.interval;
    const both = searched(recordOf(tally, { ...everything, metrics: ['accuracy', 'false_positive_rate'] })).found[0];
    expect(both?.interval?.lower).toBeLessThan(alone?.lower ?? -1);
    expect(both?.interval?.upper).toBeGreaterThan(alone?.upper ?? 1);
  });

  it('says why a metric is not searched', () => {
    const metrics = ['auc', 'accuracy', 'true_positive_rate'];
    const few = recordOf(tallyOf(frame, people(30, 0.2)), { ...everything, metrics });
    expect(few.search?.metrics).toEqual([
      { kind: 'not-searched', metric: 'auc', reason: 'it is no share of the same examples on both sides' },
      {
        kind: 'not-searched',
        metric: 'accuracy',
        reason: expect.stringMatching('fewer than 20 .* in each half') as string,
      },
      { kind: 'not-searched', metric: 'true_positive_rate', reason: 'fewer than 20 positives in each half' },
    ]);
  });

  it('works for several classes, and not for the recall of one', () => {
    const classes = { ...threeClasses, attributes: names };
    const metrics = ['accuracy', 'recall'];
    const record = recordOf(tallyOf(classes, damaged), { ...everything, metrics });
    expect(searched(record).found[0]?.surelyWorse).toBe(true);
    expect(record.search?.metrics[1]?.kind).toBe('not-searched');
  });

  it('is the same whatever the order of rows and however they are split into shards', () => {
    const whole = JSON.stringify(recordOf(tallyOf(frame, damaged), everything).search);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 7 }), (seed, of) => {
        const random = randomFor('order', seed);
        const order = [...damaged].map((item) => ({ item, key: random.next() })).sort((a, b) => a.key - b.key);
        const shards = Array.from({ length: of }, (_, k) =>
          tallyOf(
            frame,
            order.filter((__, i) => i % of === k).map(({ item }) => item),
          ),
        );
        expect(JSON.stringify(recordOf(mergeTallies(frame, shards), everything).search)).toBe(whole);
      }),
      { numRuns: 5 },
    );
  });

  it('is the same whatever the groups are called', () => {
    const renamed = damaged.map((item) => ({
      ...item,
      attributes: item.attributes.map((value) => `~${value.length}${value}`),
    }));
    const [own, other] = [damaged, renamed].map((list) => searched(recordOf(tallyOf(frame, list), everything)));
    expect(other?.found.map(({ n, drift, interval }) => ({ n, drift, interval }))).toEqual(
      own?.found.map(({ n, drift, interval }) => ({ n, drift, interval })),
    );
    expect(other?.lookedAt).toBe(own?.lookedAt);
  });

  it('withholds a slice in which the record itself withholds the metric', () => {
    const of = (sex: string, negatives: number): readonly PairedExample[] =>
      [
        ...Array.from({ length: 600 }, (_, i) => (sex === 'man' && i % 4 === 0 ? '110' : '111')),
        ...Array.from({ length: negatives }, () => '000'),
      ].map((answers) => ({ ...example(answers), attributes: [sex, 'old', 'north'] }));
    const request = { ...everything, attributes: ['sex'], conditions: 1, metrics: ['true_positive_rate'] };
    const told = (negatives: number): readonly [number, number] => {
      const list = [...of('man', negatives), ...of('woman', 300)];
      const { found, withheld } = searched(recordOf(tallyOf(frame, list), request));
      return [found.length, withheld];
    };
    expect(told(100)).toEqual([1, 0]);
    // Five men have the other label: their 600 positives would tell that.
    expect(told(5)).toEqual([0, 1]);
  });

  it('counts what it withholds: a region that is hidden because the fewest would follow from it', () => {
    const regions = { north: 400, south: 440, east: 1600, west: 4 };
    const list = Object.entries(regions).flatMap(([region, n]) =>
      Array.from({ length: n }, (_, i) => ({
        ...example(region !== 'east' && i % 3 === 0 ? '110' : '111'),
        attributes: ['man', 'old', region],
        unit: '',
      })),
    );
    const record = recordOf(tallyOf(frame, list), { ...everything, attributes: ['region'] });
    const shownValues = record.data.attributes[2]?.values.filter(({ n }) => n !== null).map(({ value }) => value);
    expect(shownValues).toEqual(['east', 'south']);
    const { found, withheld } = searched(record);
    expect(found.map(({ slice }) => slice[0]?.value)).toEqual(['south']);
    expect(withheld).toBe(1);
  });
});
