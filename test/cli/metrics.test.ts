import { existsSync, readFileSync, watch } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { writePredictionCards } from '../../src/audit/index.js';
import { randomFor } from '../../src/base/index.js';
import type { MetricsRecord, SliceValue } from '../../src/record/index.js';
import { audit, bring, expectRefusal, put, root, temporaryFolder } from './audit-command.js';

const shared = new URL('../../../shared/reference/fairness/', import.meta.url);

async function recordsOf(folder: string, args: readonly string[]): Promise<readonly MetricsRecord[]> {
  const { stdout, stderr } = await audit(folder, ['metrics', ...args, '--json']);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return (JSON.parse(stdout) as { readonly records: readonly MetricsRecord[] }).records;
}

function valuesOf(record: MetricsRecord | undefined, slice: Readonly<Record<string, string>>): readonly SliceValue[] {
  const found = record?.fairness.slices.find(
    (item) =>
      item.slice.length === Object.keys(slice).length &&
      item.slice.every(({ attribute, value }) => slice[attribute] === value),
  );
  if (found?.shown.kind !== 'shown') throw new Error(`not shown: ${JSON.stringify(slice)}`);
  return found.shown.values;
}

type Columns = Readonly<Record<string, (i: number) => string>>;

/** A table of such columns; those of label, both models and a group unless given. */
function table(rows: number, more: Columns = {}): string {
  const random = randomFor('metrics table');
  const draws = Array.from({ length: rows }, () => ({
    y: random.next() < 0.4 ? 1 : 0,
    noise: random.next(),
    shift: random.next(),
  }));
  const base = (i: number): number => {
    const { y = 0, noise = 0 } = draws[i] ?? {};
    return 0.1 + 0.4 * y + 0.4 * noise;
  };
  const all: Columns = {
    y: (i) => String(draws[i]?.y ?? 0),
    base: (i) => base(i).toFixed(4),
    small: (i) => (base(i) + 0.1 * ((draws[i]?.shift ?? 0) - 0.5)).toFixed(4),
    g: (i) => (i % 3 === 0 ? 'a' : 'b'),
    ...more,
  };
  const lines = Array.from({ length: rows }, (_, i) =>
    Object.values(all)
      .map((cell) => cell(i))
      .join(','),
  );
  return `${Object.keys(all).join(',')}\n${lines.join('\n')}\n`;
}

const columns = ['t.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small'];

async function folderWith(text: string): Promise<string> {
  const folder = await temporaryFolder();
  await put(folder, { 't.csv': text });
  return folder;
}

describe('audit metrics', () => {
  it.skipIf(!existsSync(shared))(
    'gives the numbers that scikit-learn gave on UCI Adult, in every slice',
    { timeout: 300_000 },
    async () => {
      const folder = await temporaryFolder();
      await put(folder, { 'adult.csv': readFileSync(new URL('adult-scores.csv', shared), 'utf8') });
      const reference = JSON.parse(readFileSync(new URL('reference.json', shared), 'utf8')) as {
        readonly slices: readonly {
          readonly slice: Readonly<Record<string, string>>;
          readonly models: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
        }[];
      };
      const models = ['int8', 'pruned90', 'distilled8', 'lowrank8'];
      const records = await recordsOf(folder, [
        'adult.csv',
        '--label',
        'label',
        '--baseline',
        'p_base',
        ...models.flatMap((model) => ['--variant', `p_${model}`]),
        '--slice',
        'sex',
        '--slice',
        'race',
        '--slice',
        'age_band',
        '--slice',
        'sex,race',
        '--min-slice',
        '1',
      ]);
      let compared = 0;
      for (const [i, model] of models.entries()) {
        for (const { slice, models: theirs } of reference.slices) {
          for (const value of valuesOf(records[i], slice)) {
            for (const [side, name] of [
              ['baseline', 'base'],
              ['variant', model],
            ] as const) {
              const expected = theirs[name]?.[value.metric];
              if (typeof expected !== 'number') continue;
              const ours = value[side];
              expect(ours.kind === 'value' ? Math.abs(ours.value - expected) : ours, value.metric).toBeLessThan(1e-12);
              compared += 1;
            }
          }
        }
      }
      expect(compared).toBeGreaterThan(2000);
    },
  );

  it('reads what pandas writes: nullable numbers, floats, categories, missing values, times, an index', async () => {
    const folder = await temporaryFolder();
    await bring(folder, { 'p.parquet': 'test/reference/pandas/predictions.parquet' });
    const [record] = await recordsOf(folder, [
      'p.parquet',
      '--label',
      'y',
      '--baseline',
      'base',
      '--variant',
      'small',
      '--slice',
      'sex',
      '--slice',
      'age',
      '--bins',
      'age=30,50',
      '--slice',
      'day',
      '--slice',
      'member',
      '--min-slice',
      '1',
      '--unit',
      'who',
    ]);
    const accuracy = (slice: Readonly<Record<string, string>>): readonly (number | undefined)[] => {
      const found = valuesOf(record, slice).find(({ metric }) => metric === 'accuracy');
      return [found?.baseline, found?.variant].map((side) => (side?.kind === 'value' ? side.value : undefined));
    };
    expect(accuracy({ sex: 'F' })).toEqual([0.8725490196078431, 0.8496732026143791]);
    expect(accuracy({ sex: 'M' })).toEqual([0.825938566552901, 0.8156996587030717]);
    const names = record?.fairness.slices.map(({ slice }) => slice.map(({ value }) => value).join());
    expect(names).toEqual(
      expect.arrayContaining(['missing', 'under 30', '30 to under 50', '50 or more', 'true', 'false']),
    );
    expect(record?.fairness.data.units?.count).toBe(600);
  });

  it('says the verdict first, what the columns were taken for on stderr, and the verdict once more as the exit code', async () => {
    const folder = await folderWith(table(400, { small: (i) => (i % 3 === 0 ? '0.0100' : '0.9000') }));
    const { stdout, stderr, code } = await audit(folder, ['metrics', ...columns, '--slice', 'g']);
    expect(stdout).toMatch(/^x beyond the default margins: small got worse for everyone taken together/u);
    expect(stdout).toContain('x broken');
    expect(stderr).toContain(
      'a binary outcome; predictions of the baseline and one variant are scores of the positive class',
    );
    expect(code).toBe(1);
  });

  it('takes answers for answers, also of several classes', async () => {
    const classOf = (i: number): string => 'abc'[i % 3] ?? '';
    const folder = await folderWith(
      table(90, { y: classOf, base: classOf, small: (i) => classOf(i % 10 === 0 ? i + 1 : i) }),
    );
    const [record] = await recordsOf(folder, columns);
    expect(record?.fairness.outcome.task).toBe('multiclass');
    const values = valuesOf(record, {});
    expect(values.find(({ metric }) => metric === 'accuracy')?.variant).toEqual({ kind: 'value', value: 0.9 });
    expect(values.map(({ metric }) => metric)).not.toContain('log_loss');
  });

  it('takes numbers for values where a regression is asked for, and asks where it is not clear', async () => {
    const folder = await folderWith(table(90, { y: String, base: (i) => String(i + 1), small: (i) => String(i - 2) }));
    const [record] = await recordsOf(folder, [...columns, '--task', 'regression']);
    const value = (name: string): unknown =>
      valuesOf(record, {})
        .filter(({ metric }) => metric === name)
        .map(({ baseline, variant }) =>
          [baseline, variant].map((side) => (side.kind === 'value' ? side.value : side)),
        )[0];
    expect(value('mae')).toEqual([1, 2]);
    expect(value('bias')).toEqual([1, -2]);
    expectRefusal(
      await audit(folder, ['metrics', ...columns]),
      'The label "y" has 90 different values, and the predictions are not among them.',
      'Say --task regression',
    );
  });

  it('gives the same record from rows in any order, in parts of any size, with weights of 1 or with none', async () => {
    const text = table(700, { w: () => '1' });
    const [header = '', ...lines] = text.trim().split('\n');
    const [plain, turned] = [await folderWith(text), await folderWith(`${[header, ...lines.reverse()].join('\n')}\n`)];
    const essence = (records: readonly MetricsRecord[]): unknown => records[0]?.fairness;
    const args = [...columns, '--slice', 'g'];
    const first = essence(await recordsOf(plain, args));
    expect(essence(await recordsOf(turned, args))).toEqual(first);
    const [weighted] = await recordsOf(plain, [...args, '--weight', 'w']);
    const accuracy = (record: MetricsRecord | undefined): unknown =>
      valuesOf(record, { g: 'a' }).find(({ metric }) => metric === 'accuracy')?.drift?.value;
    expect(accuracy(weighted)).toBeCloseTo(Number(accuracy((await recordsOf(plain, args))[0])), 14);
    expect(weighted?.fairness.data.weights).toEqual({ column: 'w', effectiveExamples: 700 });
  });

  it('holds groups against a reference, by the margins that are given', async () => {
    const folder = await folderWith(table(400));
    const [record] = await recordsOf(folder, [
      ...columns,
      '--slice',
      'g',
      '--reference',
      'g=b',
      '--margin',
      'accuracy:differential=3 points',
      '--margin',
      'log_loss=0.05',
    ]);
    const found = record?.fairness.findings.map(({ metric, kind, against, margin }) => [
      metric,
      kind,
      against,
      margin.allowed,
    ]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['accuracy', 'differential', 'b', 0.03],
        ['log_loss', 'drift', undefined, 0.05],
      ]),
    );
    expect(found).toHaveLength(3 + 3);
  });
});

describe('audit metrics refuses', () => {
  const sliced = [...columns, '--slice', 'g'];
  it.each<readonly [string, Columns, readonly string[], string | RegExp, string]>([
    [
      'a score above 1',
      { small: (i) => (i === 5 ? '1.5' : '0.5') },
      [],
      /t\.csv:7, row 6 +Expected a score of the positive class, from 0 to 1, in the column "small", found "1\.5"/u,
      'small',
    ],
    [
      'a score that is no number',
      { base: (i) => (i === 5 ? 'NaN' : '0.5') },
      [],
      /t\.csv:7, row 6 +Expected a score of the positive class, from 0 to 1, in the column "base", found "NaN"/u,
      'base',
    ],
    [
      'a missing score',
      { base: (i) => (i === 5 ? '' : `0.${i}`) },
      [],
      /t\.csv:7, row 6 +Expected a score .*found an empty cell/u,
      'base',
    ],
    [
      'a missing label',
      { y: (i) => (i === 9 ? '' : String(i % 2)) },
      [],
      /t\.csv:11, row 10 +Expected a label in the column "y", found an empty cell/u,
      '"y"',
    ],
    [
      'a negative weight',
      { w: (i) => (i === 2 ? '-1' : '1') },
      ['--weight', 'w'],
      /t\.csv:4, row 3 +Expected a weight from 0 to/u,
      'weighs 0',
    ],
    [
      'a missing weight',
      { w: (i) => (i === 2 ? '' : '1') },
      ['--weight', 'w'],
      /t\.csv:4, row 3 +Expected a weight .* found an empty cell/u,
      'weighs 0',
    ],
    ['weights that are all 0', { w: () => '0' }, ['--weight', 'w'], 'Every row weighs 0', 'leave --weight out'],
    [
      'a missing unit',
      { u: (i) => (i === 2 ? '' : 'p') },
      ['--unit', 'u'],
      /t\.csv:4, row 3 +Expected the name of what was sampled in the column "u", found an empty cell/u,
      '"u"',
    ],
    [
      'a positive label that nobody has',
      {},
      ['--positive', 'yes'],
      'No row has the positive label "yes"',
      'The labels are: 0, 1',
    ],
    [
      'labels of which none is plainly positive',
      { y: (i) => (i % 2 ? 'in' : 'out') },
      [],
      'Which of the labels "in", "out" is the positive one?',
      '--positive',
    ],
    [
      'constant labels',
      { y: () => '1' },
      [],
      'Expected two labels in "y", found only the label "1"',
      'add examples of the other',
    ],
    [
      'an attribute with a value of its own for each row',
      { g: (i) => `p${i}` },
      [],
      '"g" has a value of its own for each of the 200 rows',
      'whose values many rows share',
    ],
    [
      'columns whose values have more combinations than can be read at once',
      Object.fromEntries(Array.from({ length: 8 }, (_, c) => [`c${c}`, (i: number) => `v${(i + c) % 20}`])),
      Array.from({ length: 8 }, (_, c) => ['--slice', `c${c}`]).flat(),
      /"y", "g", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7" have \d+ combinations of values, of which at most 2147483647 can be told apart/u,
      'Slice and search by fewer columns',
    ],
    [
      'bins that have more combinations than can be told apart',
      Object.fromEntries(Array.from({ length: 30 }, (_, c) => [`c${c}`, (i: number) => String((i + c) % 3)])),
      Array.from({ length: 30 }, (_, c) => ['--slice', `c${c}`, '--bins', `c${c}=1,2`]).flat(),
      /"c29" have [\d.e+]+ combinations of values, of which at most 9007199254740991 can be told apart/u,
      'give numbers fewer bins',
    ],
    [
      'a column that is not there',
      {},
      ['--unit', 'persn'],
      '--unit names the column "persn", which the table does not have',
      'Its columns are',
    ],
    [
      'a margin on what is no metric',
      {},
      ['--margin', 'acuracy=2 points'],
      'the metric "acuracy", which binary outcomes do not have',
      'Did you mean "accuracy"?',
    ],
    ['a margin without a size', {}, ['--margin', 'accuracy'], 'is no metric with a size', 'Write it like'],
    ['a margin of nothing', {}, ['--margin', 'accuracy=0'], 'A margin must be above 0', ''],
    ['points of a metric that is no rate', {}, ['--margin', 'log_loss=2 points'], 'Points are for rates', ''],
    [
      'a reference that nobody has',
      {},
      ['--reference', 'g=c'],
      '--reference names "c", which no row has as "g"',
      'Its values are: a, b',
    ],
    ['bins of what cuts no slice', {}, ['--bins', 'age=1,2'], 'No --slice cuts by "age"', 'Sliced by: g'],
    ['bins that do not rise', { g: String }, ['--bins', 'g=5,2'], 'where rising numbers are wanted', 'inner edges'],
    [
      'a binned cell that is no number',
      { g: (i) => (i === 3 ? 'old' : String(i)) },
      ['--bins', 'g=5,20'],
      /t\.csv:5, row 4 +Expected a number for its bins in the column "g", found "old"/u,
      '"g"',
    ],
    [
      'a task that does not fit',
      {},
      ['--task', 'multiclass'],
      /t\.csv:\d+, row \d+ +Expected one of the labels as the answer in the column/u,
      'The labels are: 0, 1',
    ],
  ])('%s', async (_, more, flags, sentence, wayOut) => {
    const folder = await folderWith(table(200, more));
    expectRefusal(await audit(folder, ['metrics', ...sliced, ...flags]), sentence, wayOut);
  });

  it('more values than slices can have, and says how to bin them', async () => {
    const folder = await folderWith(table(3000, { g: (i) => `p${i % 1500}` }));
    expectRefusal(
      await audit(folder, ['metrics', ...sliced]),
      'different values: too many to be slices',
      'Give a number bins',
    );
  });

  it('an address, a table that is not there, an empty one, and a variant that is the baseline', async () => {
    const folder = await folderWith('y,base,small,g\n');
    expectRefusal(await audit(folder, ['metrics', 'https://host/t.csv', ...columns.slice(1)]), 'https://host/t.csv');
    expectRefusal(await audit(folder, ['metrics', 'none.csv', ...columns.slice(1)]), /none\.csv/u);
    expectRefusal(await audit(folder, ['metrics', ...columns]), 'This table has no rows.');
    await put(folder, { 't.csv': table(50) });
    expectRefusal(
      await audit(folder, ['metrics', 't.csv', '--label', 'y', '--baseline', 'base', '--variant', 'base']),
      '--variant names "base", which is the baseline.',
    );
    expectRefusal(await audit(folder, ['metrics', ...columns, ...columns.slice(-2)]), 'twice.', 'Name each once.');
  });

  it('nothing of a table with one row: it says that nobody can be judged', async () => {
    const folder = await folderWith('y,base,small\n1,0.9,0.8\n0,0.1,0.2\n');
    const { code, stdout } = await audit(folder, ['metrics', ...columns, '--quiet']);
    expect(code).toBe(3);
    expect(stdout).toContain('not judged');
  });
});

describe('audit metrics --out', () => {
  const names = ['card.html', 'card.json', 'README.md'] as const;
  const read = (folder: string, name: string): string => readFileSync(join(folder, 'cards', 'small', name), 'utf8');

  it('writes a card of each variant, the same bytes each time, whatever the order of rows', async () => {
    const text = table(400, { h: (i) => (i < 12 ? 'few' : i % 2 === 0 ? 'x' : 'y') });
    const folder = await folderWith(text);
    const args = ['metrics', ...columns, '--slice', 'g', '--slice', 'h', '--out', 'cards'];
    const first = await audit(folder, args);
    expect(first.stdout).toMatch(/card +cards\/small\/card\.html/);
    const written = names.map((name) => read(folder, name));
    expect(written[0]).toContain('No model was seen here');
    expect(JSON.parse(written[1] ?? '')).toMatchObject({ format: 'fairweight-metrics/1', variant: { name: 'small' } });
    expect(written[2]).toContain('How groups differ');
    const again = await audit(folder, args);
    expect(again.code).toBe(first.code);
    expect(names.map((name) => read(folder, name))).toEqual(written);
    const [head = '', ...rows] = text.trimEnd().split('\n');
    await put(folder, { 't.csv': `${[head, ...rows.reverse()].join('\n')}\n` });
    await audit(folder, args);
    const sha = /[0-9a-f]{64}/g;
    expect(names.map((name) => read(folder, name).replace(sha, ''))).toEqual(
      written.map((one) => one.replace(sha, '')),
    );
  });

  it('hides small groups in the cards as in the record, and escapes what columns and values are called', async () => {
    const bad = '<script>x</script>';
    const text = table(400, {
      [bad]: (i) => (i < 12 ? 'tiny people' : i % 2 === 0 ? '<b>x</b>' : '[y](javascript:1)'),
    });
    const folder = await folderWith(text);
    await audit(folder, ['metrics', ...columns, '--slice', bad, '--out', 'cards']);
    const html = read(folder, 'card.html');
    expect(html).not.toMatch(/<script|<b>x|javascript:1\)<\/a/);
    expect(html).toContain('tiny people <span class="dim">hidden: fewer than 20 examples');
    const record = JSON.parse(read(folder, 'card.json')) as MetricsRecord;
    const tiny = record.fairness.slices.find(({ slice }) => slice[0]?.value === 'tiny people');
    expect(tiny?.shown.kind).toBe('hidden');
  });

  it('writes records that keep to the published schema', async () => {
    const folder = await folderWith(table(400));
    const args = [...columns, '--slice', 'g', '--margin', 'accuracy=5 %', '--search', 'g'];
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'metrics.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const [record] = await recordsOf(folder, args);
    expect(validate(record) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...record, format: 'fairweight-record/1' })).toBe(false);
  });

  it('replaces its own cards but nobody else’s file', async () => {
    const folder = await folderWith(table(100));
    await put(folder, { 'cards/small/README.md': 'my notes' });
    const refused = await audit(folder, ['metrics', ...columns, '--slice', 'g', '--out', 'cards']);
    expectRefusal(refused, 'has a README.md that is no card of predictions', '--out');
    expect(read(folder, 'README.md')).toBe('my notes');
    expect(existsSync(join(folder, 'cards', 'small', 'card.html'))).toBe(false);
  });

  it('goes on after a run that was cut off once it had written its first file', async () => {
    const folder = await folderWith(table(100));
    const [record] = await recordsOf(folder, [...columns, '--slice', 'g']);
    if (!record) throw new Error('no record');
    const cards = join(folder, 'cards', 'small');
    await mkdir(cards, { recursive: true });
    const written: string[] = [];
    const watcher = watch(cards, (_, name) => {
      if (name !== null && !name.startsWith('.') && !written.includes(name)) written.push(name);
    });
    try {
      await writePredictionCards([record], join(folder, 'cards'));
      await expect.poll(() => written.length).toBe(3);
    } finally {
      watcher.close();
    }
    const whole = written.map((name) => read(folder, name));
    for (const name of written.slice(1)) await rm(join(cards, name));
    await writePredictionCards([record], join(folder, 'cards'));
    expect(written.map((name) => read(folder, name))).toEqual(whole);
  });

  it('has of each metric the drift relative to the full model’s value, and calls it undefined at 0', async () => {
    const folder = await folderWith(table(400));
    const [record] = await recordsOf(folder, [...columns, '--slice', 'g']);
    let undefinedOnes = 0;
    for (const { drift, relativeDrift, baseline } of valuesOf(record, { g: 'a' })) {
      if (drift === undefined || baseline.kind !== 'value') continue;
      if (baseline.value === 0) {
        expect(relativeDrift?.kind).toBe('not-estimable');
        undefinedOnes += 1;
        continue;
      }
      if (relativeDrift?.kind !== 'value') throw new Error('no relative drift');
      expect(relativeDrift.value).toBeCloseTo(drift.value / Math.abs(baseline.value), 12);
      const { interval } = relativeDrift;
      if (interval === undefined) continue;
      expect(interval.lower).toBeLessThanOrEqual(relativeDrift.value);
      expect(interval.upper).toBeGreaterThanOrEqual(relativeDrift.value);
      // What varies in the baseline only adds to what varies in the drift.
      const scale = Math.abs(baseline.value);
      expect(interval.upper - interval.lower).toBeGreaterThan(
        ((drift.interval.upper - drift.interval.lower) / scale) * 0.5,
      );
    }
    expect(undefinedOnes).toBeGreaterThan(0);
  });
});
