import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { audit, expectRefusal, put } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

const run = ['compare', '--sessions', '0', '--quiet', '--json'];

async function recordOf(folder: string, extra: readonly string[] = []): Promise<AuditRecord> {
  const { stdout } = await audit(folder, [...run, ...extra]);
  const [record] = (JSON.parse(stdout) as { readonly records: readonly AuditRecord[] }).records;
  if (!record) throw new Error('no record');
  return record;
}

/** The table with a column of weights. */
function weighted(weight: (i: number) => string, rows = 400): string {
  return tableText(rows)
    .split('\n')
    .map((line, i) => (line === '' ? line : `${line},${i === 0 ? 'w' : weight(i - 1)}`))
    .join('\n');
}

const data = '{ table: table.csv, id: id, label: paid, weight: w }';

describe('several trainings of a side', () => {
  it('are compared in pairs: values are means over them, intervals carry how they differ, and exemplars are counted', async () => {
    const one = await tabularFolder({ 'audit.yaml': planText({ variants: '{ pair: off.onnx }' }) });
    const folder = await tabularFolder({
      'audit.yaml': planText({ baseline: '[base.onnx, same.onnx]', variants: '{ pair: [same.onnx, off.onnx] }' }),
    });
    const [single, record] = [await recordOf(one), await recordOf(folder)];
    expect(record.fairness?.trainings).toEqual({ baseline: 2, variant: 2, isPaired: true });
    const accuracy = (of: AuditRecord): { drift: number | undefined; method: string; width: number } => {
      const found = of.fairness?.findings.find(
        ({ metric, kind, slice }) => metric === 'accuracy' && kind === 'drift' && slice.length === 0,
      );
      const { lower = 0, upper = 0, method = '' } = found?.interval ?? {};
      return { drift: found?.drift, method, width: upper - lower };
    };
    // The first pair is identical, the second is base against off: half of that drift.
    expect(accuracy(record).drift).toBeCloseTo((accuracy(single).drift ?? 0) / 2, 12);
    expect(accuracy(record).method).toBe('trainings-tango');
    expect(accuracy(record).width).toBeGreaterThan(accuracy(single).width);
    expect(record.limits.join(' ')).toContain('2 trainings of either model, in pairs');
  });

  it('need not be as many on both sides', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ baseline: '[base.onnx, same.onnx]', variants: '{ off: off.onnx }' }),
    });
    const record = await recordOf(folder);
    expect(record.fairness?.trainings).toEqual({ baseline: 2, variant: 1, isPaired: false });
    expect(record.limits.join(' ')).toContain('2 trainings of the baseline and 1 of the variant');
    // Both baselines say the same, so exemplars are the examples that any answer of changed.
    const everyone = record.fairness?.slices[0]?.shown;
    if (everyone?.kind !== 'shown') throw new Error('everyone is shown');
    expect(everyone.exemplars).toBe(everyone.flips.any);
    expect(everyone.exemplars).toBeGreaterThan(0);
  });

  it('are refused where one is named twice or is not there', async () => {
    const twice = await tabularFolder({ 'audit.yaml': planText({ baseline: '[base.onnx, base.onnx]' }) });
    expectRefusal(await audit(twice, run), /audit\.yaml:3:\d+ +The training "base\.onnx" is named twice/u);
    const missing = await tabularFolder({ 'audit.yaml': planText({ variants: '{ a: [same.onnx, none.onnx] }' }) });
    expectRefusal(
      await audit(missing, run),
      /audit\.yaml:4:\d+ +There is no model "none\.onnx"/u,
      'relative to the plan',
    );
  });
});

describe('weights', () => {
  it('decide what counts: an example of weight 0 is as good as none', async () => {
    const half = await tabularFolder({
      'audit.yaml': planText({ variants: '{ off: off.onnx }' }),
      'table.csv': tableText(200),
    });
    const all = await tabularFolder({
      'audit.yaml': planText({ data, variants: '{ off: off.onnx }' }),
      'table.csv': weighted((i) => (i < 200 ? '2.5' : '0')),
    });
    const accuracy = (of: AuditRecord): unknown =>
      of.fairness?.findings.find(({ metric }) => metric === 'accuracy')?.drift;
    const [alone, record] = [await recordOf(half), await recordOf(all)];
    expect(accuracy(record)).toBeCloseTo(Number(accuracy(alone)), 12);
    expect(record.fairness?.data.weights).toEqual({ column: 'w', effectiveExamples: 200 });
    expect(record.fairness?.data.examples).toBe(400);
  });

  it.each([
    ['-1', /table\.csv:\d+, row \d+ +The example "e7" has the weight "-1" in "w", where a number from 0 to/u],
    ['', /table\.csv:\d+, row \d+ +The example "e7" has no weight in "w"/u],
    ['NaN', /table\.csv:\d+, row \d+ +The example "e7" has the weight "NaN"/u],
    ['1e300', /table\.csv:\d+, row \d+ +The example "e7" has the weight/u],
  ])('of "%s" are refused with their row', async (weight, sentence) => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ data }),
      'table.csv': weighted((i) => (i === 7 ? weight : '1')),
    });
    expectRefusal(await audit(folder, run), sentence);
  });

  it('that are all 0 leave nothing to compare, and an unknown column is named', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ data }), 'table.csv': weighted(() => '0') });
    expectRefusal(await audit(folder, run), 'Every example weighs 0', 'leave the weight out of the plan');
    await put(folder, { 'audit.yaml': planText({ data: data.replace('weight: w', 'weight: weihgt') }) });
    expectRefusal(await audit(folder, run), /audit\.yaml:5:\d+ +The weight is the column "weihgt"/u);
  });
});

describe('a reference group', () => {
  it('is one that the others are held against, besides everyone else', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({
        attributes: '{ team: { sensitive: true, reference: north } }',
        variants: '{ off: off.onnx }',
      }),
    });
    const record = await recordOf(folder);
    const against = record.fairness?.findings
      .filter(({ kind, metric }) => kind === 'differential' && metric === 'accuracy')
      .map(({ slice, against: whom }) => [slice[0]?.value, whom ?? 'everyone else']);
    expect(against?.sort()).toEqual([
      ['north', 'everyone else'],
      ['south', 'everyone else'],
      ['south', 'north'],
    ]);
  });

  it('that nobody is in is refused, with those that there are', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ attributes: '{ team: { sensitive: true, reference: nroth } }' }),
    });
    expectRefusal(
      await audit(folder, run),
      'The reference of "team" is "nroth", which no example has.',
      'Did you mean "north"?',
    );
  });
});
