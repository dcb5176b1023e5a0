import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  audit,
  bring,
  expectRefusal,
  filesBelow,
  namesIn,
  put,
  root,
  startAudit,
  temporaryFolder,
} from './audit-command.js';
import { ranksJsonSchema, tallyJsonSchema } from '../../src/audit/index.js';
import { planText, tableText, tabularFolder } from './tabular.js';

const census = 'datasets/census-income';

/** Scores and tallies every shard of a plan in the folder: `1.tally.json` …, with outcomes in `shard1` …. */
async function scoreShards(folder: string, of: number, plan: readonly string[] = []): Promise<readonly string[]> {
  const names: string[] = [];
  for (let i = 1; i <= of; i++) {
    const [out, name] = [`shard${i}`, `${i}.tally.json`];
    const scored = await audit(folder, ['score', ...plan, '--shard', `${i}/${of}`, '--out', out, '--quiet']);
    expect(scored.stderr).toBe('');
    expect(scored.code).toBe(0);
    const tallied = await audit(folder, ['tally', out, '--out', name]);
    expect(tallied.stdout).toMatch(`shard ${i} of ${of}`);
    names.push(name);
  }
  return names;
}

async function text(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8');
}

describe('the census answers in five shards and in one', () => {
  let folder = '';
  const plan = ['--plan', 'census.yaml'];

  beforeAll(async () => {
    folder = await temporaryFolder();
    const names = ['base.onnx', 'int8.onnx', 'w4.onnx', 'evaluation/test.parquet'];
    await bring(folder, Object.fromEntries(names.map((name) => [name, `${census}/${name}`])));
    // Without three of its variants, so that it takes half the time.
    const text = await readFile(join(root, census, 'audit.yaml'), 'utf8');
    await put(folder, { 'census.yaml': text.replace(/^ {2}(pruned90|distilled|lowrank): .*\n/gmu, '') });
    const tallies = await scoreShards(folder, 5, plan);
    await audit(folder, ['merge', ...[...tallies].reverse(), '--out', 'merged.tally.json']);
    for (let i = 1; i <= 5; i++)
      await audit(folder, ['tally', `shard${i}`, ...plan, '--ranks', 'merged.tally.json', '--out', `${i}.ranks.json`]);
    await audit(folder, ['merge', ...[4, 2, 5, 1, 3].map((i) => `${i}.ranks.json`), '--out', 'merged.ranks.json']);
    await audit(folder, ['score', ...plan, '--out', 'one', '--quiet']);
  }, 900_000);

  it('have the same merged tally and ranks, byte for byte', async () => {
    await audit(folder, ['tally', 'one', '--out', 'one.tally.json']);
    await audit(folder, ['tally', 'one', ...plan, '--ranks', 'one.tally.json', '--out', 'one.ranks.json']);
    expect((await text(folder, 'one.tally.json')).length).toBeGreaterThan(1e6);
    for (const kind of ['tally', 'ranks'])
      expect((await text(folder, `merged.${kind}.json`)) === (await text(folder, `one.${kind}.json`)), kind).toBe(true);
  });

  it('are judged as audit compare judges them: the fairness part of the record, the words and the exit code', async () => {
    const options = ['--sessions', '0', '--released-at', '2026-11-23', '--json', '--quiet', '--out', 'compared'];
    const compared = await audit(folder, ['compare', ...plan, ...options]);
    const judged = await audit(folder, [
      'judge',
      'merged.tally.json',
      ...plan,
      '--ranks',
      'merged.ranks.json',
      '--json',
    ]);
    type Part = {
      readonly verdict: { readonly exitCode: number };
      readonly fairness: { readonly slices: readonly unknown[] };
    };
    const { records } = JSON.parse(compared.stdout) as { readonly records: readonly Part[] };
    const { variants } = JSON.parse(judged.stdout) as { readonly variants: readonly Part[] };
    const fairness = (parts: readonly Part[]): readonly string[] =>
      parts.map((part) => JSON.stringify(part.fairness, null, 2));
    expect(records[0]?.fairness.slices.length).toBeGreaterThan(20);
    expect(fairness(variants)).toEqual(fairness(records));
    expect(judged.code).toBe(compared.code);
    const judge = ['judge', 'merged.tally.json', ...plan, '--ranks', 'merged.ranks.json'];
    const said = await audit(folder, [...judge, '--out', 'judged']);
    expect(said.stdout).toMatch('x not as promised: w4 got worse for everyone taken together');
    expect(said.code).toBe(1);
    expect(said.stdout).toMatch(/card +judged\/w4\/card\.html/);
    expect(await text(folder, 'judged/w4/card.html')).toContain('No model was seen here');
    const card = JSON.parse(await text(folder, 'judged/w4/card.json')) as Part & { readonly format: string };
    expect(card.format).toBe('fairweight-judged/1');
    expect(fairness([card])).toEqual(fairness(records.slice(1, 2)));
    const written = await text(folder, 'judged/w4/README.md');
    await audit(folder, [...judge, '--out', 'judged']);
    expect(await text(folder, 'judged/w4/README.md')).toBe(written);
  }, 900_000);
});

describe('audit score of a shard', () => {
  it.skipIf(process.platform === 'win32')(
    'ended by kill -9 goes on where it stopped, and gives the same bytes',
    async () => {
      const folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(150_000) });
      const args = ['score', '--shard', '2/3', '--workers', '1'];
      const outcomes = join(folder, 'killed/.work/outcomes');
      const child = startAudit(folder, [...args, '--out', 'killed', '--quiet']);
      const ended = new Promise((resolve) => child.once('close', resolve));
      while (!(await namesIn(outcomes)).includes('part-00000.parquet') && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
      expect(await namesIn(join(folder, 'killed'))).toEqual(['.work']);
      expect(await namesIn(outcomes)).not.toContain('part-00003.parquet');
      expectRefusal(
        await audit(folder, ['tally', 'killed', '--out', 'x.json']),
        'shard.json',
        'no such file',
        'audit score',
      );

      const resumed = await audit(folder, [...args, '--out', 'killed']);
      expect(resumed.stderr).toMatch(/reused (16384|32768|49152) outcomes of an earlier run/u);
      expect(resumed.code).toBe(0);
      await audit(folder, [...args, '--out', 'whole', '--quiet']);
      expect(await filesBelow(outcomes)).toEqual(await filesBelow(join(folder, 'whole/.work/outcomes')));
      expect(await filesBelow(join(folder, 'killed'))).toEqual(await filesBelow(join(folder, 'whole')));
    },
    900_000,
  );

  it('refuses a folder that holds another shard, and replaces it with --force', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, ['score', '--shard', '1/2', '--out', 'a', '--quiet']);
    expectRefusal(
      await audit(folder, ['score', '--shard', '2/2', '--out', 'a', '--quiet']),
      'holds shard 1 of 2, not 2 of 2',
      '--force',
    );
    expect((await audit(folder, ['score', '--shard', '2/2', '--out', 'a', '--quiet', '--force'])).code).toBe(0);
    expect((await audit(folder, ['tally', 'a', '--out', 'a.json'])).stdout).toMatch('shard 2 of 2');
  });

  it.each(['3', '0/3', '4/3', 'a/b', '1/20000', '-1/3', '1/2/3'])('refuses --shard %s', async (shard) => {
    const folder = await temporaryFolder();
    const ended = await audit(folder, ['score', '--shard', shard, '--out', 'out']);
    expect(ended.stderr).toMatch('which of how many shards, such as 3/16');
    expect(ended.code).toBe(2);
  });

  it('says so where the plan has no data, or there is no plan', async () => {
    const folder = await tabularFolder({
      'plan.yaml': 'version: 1\nname: x\nbaseline: base.onnx\nvariants: { same: same.onnx }\n',
    });
    expectRefusal(
      await audit(folder, ['score', '--plan', 'plan.yaml', '--out', 'a']),
      'no data, so there is nothing to score',
    );
    expectRefusal(await audit(folder, ['score', '--out', 'a']), 'no audit.yaml here', '--plan');
  });
});

describe('several trainings, weights and units', () => {
  const weights = ['0.5', '1', '2'];
  const table = tableText(2000)
    .split('\n')
    .map((line, i) => (line === '' ? '' : `${line},${i === 0 ? 'w,person' : `${weights[i % 3] ?? ''},p${i % 700}`}`))
    .join('\n');

  it.each([
    ['units', '{ table: table.csv, id: id, label: paid, unit: person }'],
    ['weights', '{ table: table.csv, id: id, label: paid, weight: w }'],
    ['weights and units', '{ table: table.csv, id: id, label: paid, weight: w, unit: person }'],
  ])(
    'with %s, in five shards, of which one may be empty, as in one run',
    async (_, data) => {
      const plan = planText({
        data,
        baseline: '[base.onnx, same.onnx]',
        variants: '{ a: [same.onnx, off.onnx], b: off.onnx }',
      });
      const folder = await tabularFolder({ 'audit.yaml': plan, 'table.csv': table });
      const tallies = await scoreShards(folder, 5);
      await audit(folder, ['merge', ...tallies, '--out', 'merged.json']);
      const ranked = await audit(folder, [
        'tally',
        ...['shard1', 'shard2', 'shard3', 'shard4', 'shard5'],
        ...['--ranks', 'merged.json', '--out', 'ranks.json'],
      ]);
      expect(ranked.code).toBe(0);
      await audit(folder, ['score', '--out', 'one', '--quiet']);
      await audit(folder, ['tally', 'one', '--out', 'one.json']);
      expect(await text(folder, 'merged.json')).toBe(await text(folder, 'one.json'));
      const compared = await audit(folder, ['compare', '--sessions', '0', '--json', '--quiet']);
      const judged = await audit(folder, ['judge', 'merged.json', '--json', ...['--ranks', 'ranks.json']]);
      expect(judged.stderr).toBe('');
      const { records } = JSON.parse(compared.stdout) as { readonly records: readonly { readonly fairness: object }[] };
      const { variants } = JSON.parse(judged.stdout) as { readonly variants: readonly { readonly fairness: object }[] };
      expect(records).toHaveLength(2);
      expect(variants.map(({ fairness }) => fairness)).toEqual(records.map(({ fairness }) => fairness));
      expect(judged.code).toBe(compared.code);
    },
    900_000,
  );
});

describe('units', () => {
  // Every unit has four rows, far apart.
  const table = tableText(2000, (_, i) => ({ team: i % 500 < 250 ? 'north' : 'south' })).replace(
    /^e(\d+),/gmu,
    (_, i: string) => `e${i},`,
  );
  const withUnits = table
    .split('\n')
    .map((line, i) => (line === '' ? '' : `${line},${i === 0 ? 'person' : `p${(i - 1) % 500}`}`))
    .join('\n');
  const plan = planText({ data: '{ table: table.csv, id: id, label: paid, unit: person }' });

  it('are never split, and shards of them add up to the whole', async () => {
    const folder = await tabularFolder({ 'audit.yaml': plan, 'table.csv': withUnits });
    const tallies = await scoreShards(folder, 3);
    type Tally = { readonly examples: number; readonly tallies: { readonly units: readonly string[] } };
    const read = await Promise.all(tallies.map(async (name) => JSON.parse(await text(folder, name)) as Tally));
    const units = read.flatMap((tally) => tally.tallies.units);
    expect(units).toHaveLength(500);
    expect(new Set(units).size).toBe(500);
    for (const {
      examples,
      tallies: { units: own },
    } of read)
      expect(examples).toBe(own.length * 4);
    await audit(folder, ['merge', ...tallies, '--out', 'merged.json']);
    await audit(folder, ['score', '--out', 'one', '--quiet']);
    await audit(folder, ['tally', 'one', '--out', 'one.json']);
    expect(await text(folder, 'merged.json')).toBe(await text(folder, 'one.json'));
    // All folders at once: tallied and merged.
    await audit(folder, ['tally', 'shard2', 'shard3', 'shard1', '--out', 'all.json']);
    expect(await text(folder, 'all.json')).toBe(await text(folder, 'one.json'));
    for (const [name, of] of [
      ['ranks', ['shard1', 'shard2', 'shard3']],
      ['one', ['one']],
    ] as const)
      await audit(folder, ['tally', ...of, '--ranks', 'merged.json', '--out', `${name}.ranks.json`]);
    expect(await text(folder, 'ranks.ranks.json')).toBe(await text(folder, 'one.ranks.json'));
  });

  it('in two shards at once are refused', async () => {
    const folder = await tabularFolder({ 'audit.yaml': plan, 'table.csv': withUnits });
    const [one = '', two = ''] = await scoreShards(folder, 2);
    type Tally = { readonly tallies: { units: string[] } };
    const [first, second] = [one, two].map(async (name) => JSON.parse(await text(folder, name)) as Tally);
    const [ofOne, ofTwo] = [(await first)?.tallies.units ?? [], await second];
    const own = ofTwo?.tallies.units ?? [];
    // A unit of the other shard that leaves the list in order.
    const at = own.findIndex((_, i) => ofOne.some((unit) => unit > (own[i - 1] ?? '') && unit < (own[i + 1] ?? '~')));
    const taken = ofOne.find((unit) => unit > (own[at - 1] ?? '') && unit < (own[at + 1] ?? '~')) ?? '';
    own[at] = taken;
    await writeFile(join(folder, two), JSON.stringify(ofTwo));
    expectRefusal(
      await audit(folder, ['merge', one, two, '--out', 'm.json']),
      `The unit "${taken}" is in shard 1 and in shard 2`,
    );
  });
});

describe('audit merge', () => {
  let folder = '';
  const [one, two, three] = ['1.tally.json', '2.tally.json', '3.tally.json'];

  beforeAll(async () => {
    folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(2000) });
    await scoreShards(folder, 3);
    await audit(folder, ['merge', one, two, three, '--out', 'merged.json']);
    for (const i of [1, 2, 3])
      await audit(folder, ['tally', `shard${i}`, '--ranks', 'merged.json', '--out', `${i}.ranks.json`]);
  });

  const merge = (...files: readonly string[]): ReturnType<typeof audit> =>
    audit(folder, ['merge', ...files, '--out', 'out.json']);

  it('refuses a shard that is there twice, one that is missing, and nothing else but the whole', async () => {
    expectRefusal(await merge(one, two, three, two), two, 'overlaps another', 'shard 2 of 3, as 2.tally.json is');
    expectRefusal(await merge(one, three), 'Expected 3 shards, found 2: shard 2 is missing');
    expectRefusal(await merge(one), 'Expected 3 shards, found 1: shards 2, 3 are missing');
    expectRefusal(await merge('merged.json', two), 'overlaps another', 'of the whole set already');
    expectRefusal(await merge('1.ranks.json', '3.ranks.json'), 'shard 2 is missing');
    expectRefusal(await merge('1.ranks.json', '3.ranks.json', '3.ranks.json'), 'overlaps another');
    expectRefusal(
      await merge('1.ranks.json', two),
      two,
      'Expected the format fairweight-ranks/1, found fairweight-tally/1',
    );
    expectRefusal(
      await merge(one, '2.ranks.json'),
      '2.ranks.json',
      'Expected the format fairweight-tally/1, found fairweight-ranks/1',
    );
    expect(await namesIn(folder)).not.toContain('out.json');
  });

  it('refuses shards of another plan, other models, other data, or another number of shards', async () => {
    const foreign = async (files: Readonly<Record<string, string>>, shard = '2/3'): Promise<void> => {
      const other = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(2000), ...files });
      expect((await audit(other, ['score', '--shard', shard, '--out', 's', '--quiet'])).code).toBe(0);
      await audit(other, ['tally', 's', '--out', join(folder, 'foreign.json')]);
    };
    await foreign({ 'audit.yaml': planText({ min_slice: '30' }) });
    expectRefusal(
      await merge(one, 'foreign.json', three),
      'foreign.json',
      'does not belong to the others',
      /Expected the plan of 1\.tally\.json \([0-9a-f]{12}…\), found [0-9a-f]{12}…/u,
    );
    await foreign({ 'audit.yaml': planText({ variants: '{ same: off.onnx }' }) });
    expectRefusal(await merge(one, 'foreign.json', three), 'does not belong to the others');
    await foreign({ 'table.csv': tableText(2000, (_, i) => (i === 7 ? { hours: '99' } : {})) });
    expectRefusal(await merge(one, 'foreign.json', three), /Expected the data of 1\.tally\.json/u);
    await foreign({}, '2/4');
    expectRefusal(
      await merge(one, 'foreign.json', three),
      'Expected one of 3 shards, as 1.tally.json is, found shard 2 of 4',
    );
    const model = (await text(folder, two)).replace(/("models":\[\{"name":"baseline","sha256":")....../u, '$1000000');
    await put(folder, { 'foreign.json': model });
    expectRefusal(
      await merge(one, 'foreign.json', three),
      /Expected the models of 1\.tally\.json \(baseline [0-9a-f]{12}…, same /u,
    );
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'begins too early',
      (tally) => tally.replace(/"from":\d+/u, '"from":0'),
      /overlaps another\. Shard 2 begins at row 0, before 512/u,
    ],
    [
      'begins too late',
      (tally) => tally.replace(/"from":\d+/u, '"from":513'),
      /Expected shard 2 to begin at row 512, where the one before it ends, found 513/u,
    ],
    [
      'counts what it does not hold',
      (tally) => tally.replace('"examples":512', '"examples":600'),
      /names 600 examples, but holds 512/u,
    ],
    [
      'is of the whole but is not',
      (tally) => tally.replace(/"shard":\{[^}]*\}[^}]*\},/u, ''),
      /of the whole set of 2000 rows, but holds 512/u,
    ],
    ['is cut short', (tally) => tally.slice(0, -500), /is no whole JSON/u],
    ['is empty', () => '', /is no whole JSON/u],
    ['says NaN', (tally) => tally.replace('"count":', '"count":NaN,"x":'), /is no whole JSON/u],
    [
      'has a negative count',
      (tally) => tally.replace(/"count":[1-9]\d*/u, '"count":-4'),
      /tallies\.pairs\[0\]\[0\]\.count: expected at least 1, found -4/u,
    ],
    [
      'has texts for numbers',
      (tally) => tally.replace(/"count":([1-9]\d*)/u, '"count":"$1"'),
      /tallies\.pairs\[0\]\[0\]\.count: expected a number, found "\d+"/u,
    ],
    [
      'has numbers for sums',
      (tally) => tally.replace(/"moments":\[\["\d+"/u, '"moments":[[5'),
      /tallies\.pairs\[0\]\[0\]\.moments\[0\]/u,
    ],
    [
      'has an unknown member',
      (tally) => tally.replace('{"examples"', '{"evil":1,"examples"'),
      /The file has members that nobody knows: evil/u,
    ],
    [
      'is of another format',
      (tally) => tally.replace('fairweight-tally/1', 'fairweight-tally/9'),
      /Expected the format fairweight-tally\/1, found fairweight-tally\/9/u,
    ],
    [
      'sums other losses',
      (tally) => tally.replace('"brier"', '"hinge"'),
      /sums log_loss, hinge, .*, where log_loss, brier, .* are wanted/u,
    ],
    ['is another JSON', () => '[1, 2]', /The file: expected an object, found a list of 2/u],
  ])('refuses a file that %s', async (_, change, sentence) => {
    await put(folder, { 'bad.json': change(await text(folder, two)) });
    expectRefusal(await merge(one, 'bad.json', three), 'bad.json', sentence);
    expect(await namesIn(folder)).not.toContain('out.json');
  });

  it('refuses a file that is too large, a folder and a file that is not there', async () => {
    await put(folder, { 'large.json': Buffer.alloc(256 * 1_048_576 + 1, ' ') });
    expectRefusal(await merge(one, 'large.json', three), 'large.json', 'at most 268435456 are read');
    await rm(join(folder, 'large.json'));
    expectRefusal(await merge(one, 'shard2', three), 'Expected a file, found a folder');
    expectRefusal(await merge(one, 'gone.json', three), 'gone.json', 'no such file');
  });

  it('refuses an outcome table that was changed since it was scored', async () => {
    const other = await tabularFolder({ 'audit.yaml': planText() });
    await audit(other, ['score', '--out', 's', '--quiet']);
    await put(other, { 's/.work/outcomes/part-00000.parquet': 'PAR1' });
    expectRefusal(
      await audit(other, ['tally', 's', '--out', 't.json']),
      'not the one that was scored',
      'part-00000.parquet',
    );
  });
});

describe('the published schemas', () => {
  it.each(['tally', 'ranks'])('of %s files are what the source makes, and describe what is written', async (kind) => {
    const published = JSON.parse(await readFile(join(root, 'schemas', `${kind}.schema.json`), 'utf8')) as object;
    expect(published).toEqual(kind === 'tally' ? tallyJsonSchema() : ranksJsonSchema());
    const validate = new Ajv2020({ strict: false }).compile(published);
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(2000) });
    await audit(folder, ['score', '--out', 'one', '--quiet']);
    await audit(folder, ['tally', 'one', '--out', 'tally.json']);
    await audit(folder, ['tally', 'one', '--ranks', 'tally.json', '--out', 'ranks.json']);
    const written = await text(folder, `${kind}.json`);
    expect(validate(JSON.parse(written)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(JSON.parse(written.replace('"examples":2000', '"examples":-1')))).toBe(false);
  });
});

describe('the published schema of judged records', () => {
  it('describes what is written', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'table.csv': tableText(400) });
    await audit(folder, ['score', '--out', 'one', '--quiet']);
    await audit(folder, ['tally', 'one', '--out', 'tally.json']);
    await audit(folder, ['judge', 'tally.json', '--out', 'judged']);
    const [variant = ''] = await readdir(join(folder, 'judged'));
    const card = JSON.parse(await text(folder, `judged/${variant}/card.json`)) as object;
    const schema = JSON.parse(await readFile(join(root, 'schemas', 'judged.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(card) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...card, format: 'fairweight-metrics/1' })).toBe(false);
  });
});

describe('audit judge', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await tabularFolder({ 'audit.yaml': planText({ min_slice: '10' }), 'table.csv': tableText(2000) });
    await scoreShards(folder, 2);
    await audit(folder, ['merge', '1.tally.json', '2.tally.json', '--out', 'merged.json']);
    await audit(folder, ['tally', 'shard1', 'shard2', '--ranks', 'merged.json', '--out', 'ranks.json']);
  });

  it('measures a false positive rate that a margin names as audit compare does', async () => {
    const margins = '{ tpr_at_fpr_0.2: { drift: 0.2 } }';
    const own = await tabularFolder({ 'audit.yaml': planText({ margins }), 'table.csv': tableText(600) });
    await scoreShards(own, 2);
    await audit(own, ['merge', '1.tally.json', '2.tally.json', '--out', 'merged.json']);
    await audit(own, ['tally', 'shard1', 'shard2', '--ranks', 'merged.json', '--out', 'ranks.json']);
    const judged = await audit(own, ['judge', 'merged.json', '--ranks', 'ranks.json', '--json']);
    const compared = await audit(own, ['compare', '--sessions', '0', '--quiet', '--json']);
    interface Part {
      readonly fairness: { readonly findings: readonly { readonly metric: string }[] };
    }
    const { variants } = JSON.parse(judged.stdout) as { readonly variants: readonly Part[] };
    const { records } = JSON.parse(compared.stdout) as { readonly records: readonly Part[] };
    expect(variants[0]?.fairness.findings.map(({ metric }) => metric)).toContain('tpr_at_fpr_0.2');
    expect(variants.map(({ fairness }) => fairness)).toEqual(records.map(({ fairness }) => fairness));
  });

  it('says what it lacks where there was no second pass', async () => {
    const without = await audit(folder, ['judge', 'merged.json', '--json']);
    expect(without.stderr).toMatch('AUC and the other metrics of scores are not estimable without the second pass');
    expect(without.stdout).toMatch('the scores were not read a second time');
    const with_ = await audit(folder, ['judge', 'merged.json', '--ranks', 'ranks.json', '--json']);
    expect(with_.stderr).toBe('');
    expect(with_.stdout).not.toMatch('the scores were not read a second time');
  });

  it.each<[string, (ranks: string) => string, RegExp]>([
    ['are cut off', (ranks) => ranks.slice(0, -20), /bad\.json/u],
    ['count no number', (ranks) => ranks.replace(/"examples":\s*\d+/u, '"examples": NaN'), /bad\.json/u],
    ['hold a sum that is none', (ranks) => ranks.replace(/"\d+"(?=\s*\])/u, '"NaN"'), /parts/u],
    ['lack a sum', (ranks) => ranks.replace(/,\s*"\d+"(?=\s*\])/u, ''), /expected \d+ sums, found \d+/u],
    [
      'are of a part beyond those that there are',
      (ranks) => ranks.replace(/("parts":\s*\[\s*\[\s*)\d+/u, '$1999'),
      /expected a part below/u,
    ],
    ['are another JSON', () => '[]', /expected an object/u],
  ])('refuses ranks that %s', async (_, change, sentence) => {
    const ranks = await text(folder, 'ranks.json');
    const changed = change(ranks);
    expect(changed).not.toBe(ranks);
    await put(folder, { 'bad.json': changed });
    expectRefusal(await audit(folder, ['judge', 'merged.json', '--ranks', 'bad.json']), 'bad.json', sentence);
  });

  it('refuses a shard, another plan, and ranks of another tally or of a shard', async () => {
    expectRefusal(
      await audit(folder, ['judge', '1.tally.json']),
      'Expected the tally of the whole set, found shard 1 of 2',
      'audit merge',
    );
    await put(folder, { 'other.yaml': planText({ min_slice: '11' }) });
    expectRefusal(await audit(folder, ['judge', 'merged.json', '--plan', 'other.yaml']), 'made under another plan');
    expectRefusal(
      await audit(folder, ['tally', 'shard1', '--ranks', 'merged.json', '--plan', 'other.yaml', '--out', 'x']),
      'made under another plan',
    );
    expectRefusal(
      await audit(folder, ['tally', 'shard1', '--plan', 'other.yaml', '--out', 'x']),
      'only read for the second pass',
    );
    expectRefusal(
      await audit(folder, ['tally', 'shard1', '--ranks', '1.tally.json', '--out', 'x']),
      'found shard 1 of 2',
    );
    const ranks = await text(folder, 'ranks.json');
    const judge = async (changed: string): ReturnType<typeof audit> => {
      await put(folder, { 'bad.json': changed });
      return audit(folder, ['judge', 'merged.json', '--ranks', 'bad.json']);
    };
    expectRefusal(await judge(ranks.replace(/("tallySha256":")..../u, '$10000')), 'bad.json', 'against another tally');
    expectRefusal(
      await judge(ranks.replace(/("parts":\s*\[\s*\[\s*\d+,\s*)\d+/u, '$11')),
      /Expected \d+ ranked examples in .+, as the tally counts, found \d+/u,
    );
    expectRefusal(
      await judge(ranks.replace('"north"', '"west"')),
      'slices: expected the slice team north, as the merged tally has, found none.',
    );
    await audit(folder, ['tally', 'shard1', '--ranks', 'merged.json', '--out', 'part.json']);
    expectRefusal(await judge(await text(folder, 'part.json')), 'Expected ranks of the whole set, found shard 1 of 2');
  });
});
