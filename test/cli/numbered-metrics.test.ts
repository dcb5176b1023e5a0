import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditRecord, Finding, MetricsRecord, SliceValue } from '../../src/record/index.js';
import { audit, bring, expectRefusal, put, temporaryFolder } from './audit-command.js';
import { planText, tableText } from './tabular.js';

/** The table of the tiny models, with a class and a number as further labels: both follow what the models compute, roughly. */
function labelled(rows = 400): string {
  const [header = '', ...lines] = tableText(rows).trim().split('\n');
  const more = lines.map((line, i) => {
    const [, hours = '', years = ''] = line.split(',');
    const z = (Number(hours) - 40) / 8 + (Number(years) - 10) / 4;
    const k = z < -2 ? 0 : z < 0 ? 1 : z < 2 ? 2 : 3;
    return `${line},${'abcd'[i % 9 === 0 ? (k + 1 + (i % 3)) % 4 : k] ?? ''},${(z + ((i % 7) - 3) / 4).toFixed(2)}`;
  });
  return `${[`${header},class,level`, ...more].join('\n')}\n`;
}

async function folderWith(plan: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  const names = ['four', 'four-off', 'value', 'value-off'];
  await bring(folder, Object.fromEntries(names.map((name) => [`${name}.onnx`, `test/reference/tabular/${name}.onnx`])));
  await put(folder, { 'table.csv': labelled(), 'audit.yaml': planText(plan) });
  return folder;
}

const classes = (more: string): Readonly<Record<string, string>> => ({
  baseline: 'four.onnx',
  variants: '{ off: four-off.onnx }',
  data: '{ table: table.csv, id: id, label: class }',
  outcome: `{ task: multiclass, output: logits, activation: softmax, classes: [a, b, c, d]${more} }`,
});
const numbers = (more: string): Readonly<Record<string, string>> => ({
  baseline: 'value.onnx',
  variants: '{ off: value-off.onnx }',
  data: '{ table: table.csv, id: id, label: level }',
  outcome: `{ task: regression, output: value${more} }`,
});

const compare = ['compare', '--sessions', '0', '--quiet', '--json'];

async function recordOf(folder: string): Promise<AuditRecord> {
  const { stdout, stderr } = await audit(folder, compare);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const [record] = (JSON.parse(stdout) as { readonly records: readonly AuditRecord[] }).records;
  if (!record) throw new Error('no record');
  return record;
}

function ofEveryone(record: AuditRecord | MetricsRecord | undefined): ReadonlyMap<string, SliceValue> {
  const shown = record?.fairness?.slices[0]?.shown;
  if (shown?.kind !== 'shown') throw new Error('everyone is hidden');
  return new Map(shown.values.filter((value) => value.class === undefined).map((value) => [value.metric, value]));
}

const margined = (findings: readonly Finding[] | undefined): readonly string[] => [
  ...new Set(findings?.map(({ metric }) => metric)),
];

describe('audit compare with several classes', () => {
  it('measures the k that the plan lists and those of its margins, and judges them', async () => {
    const margins =
      '{ top_3_accuracy: { drift: 5 points }, kl_divergence: { drift: 0.5 }, macro_f1: { drift: 20 points }, macro_false_positive_rate: { differential: 20 points } }';
    const folder = await folderWith({ ...classes(', top: [2]'), margins });
    const record = await recordOf(folder);
    const values = ofEveryone(record);
    expect([...values.keys()].filter((name) => name.startsWith('top_'))).toEqual(['top_2_accuracy', 'top_3_accuracy']);
    expect(margined(record.fairness?.findings).toSorted()).toEqual([
      'kl_divergence',
      'macro_f1',
      'macro_false_positive_rate',
      'top_3_accuracy',
    ]);
    const divergence = values.get('kl_divergence');
    expect(divergence?.baseline).toEqual({ kind: 'value', value: 0 });
    expect(divergence?.drift?.value).toBeGreaterThan(0.001);
    const ofDivergence = record.fairness?.findings.filter(({ metric }) => metric === 'kl_divergence') ?? [];
    expect(ofDivergence.every(({ surelyWorse }) => !surelyWorse)).toBe(true);
    const { moved = [], withheld = 0 } = record.fairness?.confusion ?? {};
    expect(moved.length + withheld).toBeGreaterThan(0);
    // What disparities are made of is defined in the record.
    const defined = new Set(record.fairness?.metrics.map(({ name }) => name));
    for (const { of, name } of record.fairness?.disparities ?? [])
      for (const metric of of) expect(defined.has(metric), name).toBe(true);
  });

  it('has the usual k where the plan lists none, below the number of classes', async () => {
    const values = ofEveryone(await recordOf(await folderWith(classes(''))));
    expect([...values.keys()].filter((name) => name.startsWith('top_'))).toEqual(['top_3_accuracy']);
  });

  it.each([
    [
      ', top: [2, 4]',
      '{ accuracy: { drift: 2 points } }',
      /audit\.yaml:7:\d+ +The truth is always among the top 4 of 4/u,
    ],
    ['', '{ top_7_accuracy: { drift: 2 points } }', /audit\.yaml:10:\d+ +The truth is always among the top 7 of 4/u],
    [', top: [2, 2]', '{ accuracy: { drift: 2 points } }', /outcome\.top\[1\]: expected each number once/u],
    [', quantiles: [0.5]', '{ accuracy: { drift: 2 points } }', /audit\.yaml:7:\d+ .*"quantiles"/u],
  ])('refuses%s with margins %s', async (more, margins, sentence) => {
    const folder = await folderWith({ ...classes(more), margins });
    expectRefusal(await audit(folder, compare), sentence);
  });
});

describe('audit compare with a regression', () => {
  it('measures the quantiles that the plan lists and those of its margins, and R²', async () => {
    const margins =
      '{ pinball_0.9: { drift: 0.2 }, r_squared: { drift: 0.05, differential: 0.2 }, mean_absolute_change: { drift: 1 } }';
    const folder = await folderWith({ ...numbers(', quantiles: [0.5, 0.25]'), margins });
    const record = await recordOf(folder);
    const values = ofEveryone(record);
    expect([...values.keys()].filter((name) => name.startsWith('pinball_'))).toEqual([
      'pinball_0.25',
      'pinball_0.5',
      'pinball_0.9',
    ]);
    const half = (name: string): number => {
      const side = values.get(name)?.variant;
      return side?.kind === 'value' ? side.value : NaN;
    };
    expect(half('pinball_0.5')).toBeCloseTo(half('mae') / 2, 12);
    expect(margined(record.fairness?.findings).toSorted()).toEqual([
      'mean_absolute_change',
      'pinball_0.9',
      'r_squared',
    ]);
    const rSquared = record.fairness?.findings.find(({ metric, kind }) => metric === 'r_squared' && kind === 'drift');
    expect(rSquared?.verdict.kind).toBe('kept');
    expect(rSquared?.interval?.method).toBe('delta');
    const plan = JSON.parse(
      await readFile(join(folder, 'fairweight-out/off/data/evidence/plan.json'), 'utf8'),
    ) as unknown;
    expect(plan).toMatchObject({ outcome: { quantiles: [0.25, 0.5, 0.9] } });
  });

  it.each([
    [', quantiles: [1]', /outcome\.quantiles\[0\]: expected a number above 0 and below 1, found 1/u],
    [', quantiles: [0.5, 0.5]', /outcome\.quantiles\[1\]: expected each number once, found 0\.5/u],
    [', quantiles: [.nan]', /outcome\.quantiles\[0\]: expected a number, found NaN/u],
  ])('refuses%s', async (more, sentence) => {
    expectRefusal(await audit(await folderWith(numbers(more)), compare), /audit\.yaml:7:\d+/u, sentence);
  });

  it('refuses labels whose powers could not be summed', async () => {
    const folder = await folderWith(numbers(''));
    await put(folder, {
      'table.csv': labelled()
        .replace(/,[-\d.]+\n/u, ',1e60\n')
        .replace(/,[-\d.]+\n/u, ',1e60\n'),
    });
    expectRefusal(await audit(folder, compare), /table\.csv:\d+/u);
  });
});

describe('audit metrics', () => {
  async function metricsOf(text: string, flags: readonly string[]): Promise<MetricsRecord | undefined> {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': text });
    const args = ['metrics', 't.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small', '--slice', 'g'];
    const { stdout, stderr } = await audit(folder, [...args, ...flags, '--json']);
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return (JSON.parse(stdout) as { readonly records: readonly MetricsRecord[] }).records[0];
  }

  it('takes a regression: R², pinball losses, changes, and disparities and summaries of its groups', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const y = ((i * 7) % 40) / 4;
      return `${y},${(y + ((i % 5) - 2) / 4).toFixed(2)},${(y + ((i % 7) - 3) / 4 + (i % 2)).toFixed(2)},${i % 2 === 0 ? 'a' : 'b'}`;
    });
    const record = await metricsOf(`y,base,small,g\n${rows.join('\n')}\n`, [
      '--task',
      'regression',
      '--margin',
      'pinball_0.75=0.1',
      '--margin',
      'r_squared=0.01',
    ]);
    const values = ofEveryone(record);
    expect([...values.keys()]).toEqual(
      expect.arrayContaining(['mae', 'rmse', 'bias', 'r_squared', 'mean_absolute_change', 'pinball_0.75']),
    );
    expect(margined(record?.fairness.findings).toSorted()).toEqual(['pinball_0.75', 'r_squared']);
    const names = new Set(record?.fairness.disparities.map(({ name }) => name));
    expect([...names]).toEqual(expect.arrayContaining(['mae_difference', 'mae_ratio', 'r_squared_difference']));
    const gap = record?.fairness.driftSummaries.find(({ name }) => name === 'excessive_loss_gap');
    const drifts = ['a', 'b'].map((group) => {
      const slice = record?.fairness.slices.find(({ slice: [only] }) => only?.value === group)?.shown;
      const mae = slice?.kind === 'shown' ? slice.values.find(({ metric }) => metric === 'mae') : undefined;
      return mae?.drift?.value ?? NaN;
    });
    expect(gap?.value.kind === 'value' ? gap.value.value : NaN).toBeCloseTo(
      Math.max(...drifts) - Math.min(...drifts),
      12,
    );
    expect(gap?.interval?.lower).toBeLessThanOrEqual(Math.max(...drifts) - Math.min(...drifts));
  });

  it('takes answers of several classes: averages over classes, kappa and what moved, and no metric of scores', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const name = (k: number): string => ['x', 'y', 'z'][k % 3] ?? '';
      return `${name(i)},${name(i % 10 === 0 ? i + 1 : i)},${name(i % 4 === 0 ? i + 2 : i)},${i % 2 === 0 ? 'a' : 'b'}`;
    });
    const record = await metricsOf(`y,base,small,g\n${rows.join('\n')}\n`, ['--margin', 'macro_precision=30 points']);
    const names = [...ofEveryone(record).keys()];
    expect(names).toEqual(
      expect.arrayContaining([
        'accuracy',
        'kappa',
        'matthews',
        'mean_recall',
        'macro_precision',
        'weighted_precision',
        'macro_f1',
        'macro_false_positive_rate',
        'weighted_true_negative_rate',
        'macro_negative_predictive_value',
      ]),
    );
    expect(names.filter((name) => /^top_|divergence|log_loss/u.test(name))).toEqual([]);
    expect(margined(record?.fairness.findings)).toEqual(['macro_precision']);
    const [first] = record?.fairness.confusion?.moved ?? [];
    expect(first?.answer).toBe(first?.label);
    expect(record?.fairness.disparities.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['macro_f1_difference', 'accuracy_gini', 'mean_recall_worst_group']),
    );
  });

  it('measures a true positive rate and a partial AUC at the false positive rates that margins name', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => {
      const y = i % 2;
      const score = (k: number): string => (0.3 * y + (((i * 37 + k) % 100) + 0.5) / 150).toFixed(3);
      return `${y},${score(0)},${score(i % 7)},${i % 3 === 0 ? 'a' : 'b'}`;
    });
    const record = await metricsOf(`y,base,small,g\n${rows.join('\n')}\n`, [
      '--margin',
      'tpr_at_fpr_0.2=0.3',
      '--margin',
      'partial_auc_0.25=0.3',
      '--margin',
      'tpr_at_fpr_0.05=0.5',
    ]);
    const names = [...ofEveryone(record).keys()].filter((name) => /^(tpr_at|partial)_/u.test(name));
    expect(names).toEqual(['partial_auc_0.1', 'tpr_at_fpr_0.05', 'partial_auc_0.25', 'tpr_at_fpr_0.2']);
    expect(margined(record?.fairness.findings).toSorted()).toEqual([
      'partial_auc_0.25',
      'tpr_at_fpr_0.05',
      'tpr_at_fpr_0.2',
    ]);
    const found = ofEveryone(record).get('tpr_at_fpr_0.2')?.baseline;
    const scored = rows.map((row) => row.split(',').map(Number)).map(([y = 0, score = 0]) => ({ y, score }));
    const negatives = scored.filter(({ y }) => y === 0).map(({ score }) => score);
    const thresholds = scored.filter(({ score }) => negatives.filter((s) => s >= score).length <= 20);
    const lowest = Math.min(...thresholds.map(({ score }) => score));
    const share = scored.filter(({ y, score }) => y === 1 && score >= lowest).length / 100;
    expect(found?.kind === 'value' ? found.value : NaN).toBeCloseTo(share, 12);
  });

  it.each([
    'tpr_at_fpr_0.51=0.1',
    'tpr_at_fpr_0=0.1',
    'tpr_at_fpr_0.10=0.1',
    'partial_auc_1=0.1',
    'partial_auc_0.1234567=0.1',
  ])('knows no metric for the margin %s', async (margin) => {
    const folder = await temporaryFolder();
    await put(folder, { 't.csv': 'y,base,small\n1,0.9,0.8\n0,0.2,0.3\n' });
    const args = ['metrics', 't.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small', '--margin', margin];
    expectRefusal(await audit(folder, args), /names the metric "[^"]+", which binary outcomes do not have/u);
  });

  it.each([
    ['top_3_accuracy=2 points', /needs scores, but the predictions are answers/u],
    ['pinball_0.5=1', /the metric "pinball_0\.5", which multiclass outcomes do not have/u],
  ])('of answers of several classes refuses the margin %s', async (margin, sentence) => {
    const folder = await temporaryFolder();
    const rows = Array.from({ length: 60 }, (_, i) => Array.from({ length: 3 }, () => 'xyz'[i % 3]).join(','));
    await put(folder, { 't.csv': `y,base,small\n${rows.join('\n')}\n` });
    const args = ['metrics', 't.csv', '--label', 'y', '--baseline', 'base', '--variant', 'small', '--margin', margin];
    expectRefusal(await audit(folder, args), sentence);
  });
});
