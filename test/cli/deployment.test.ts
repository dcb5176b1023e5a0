import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord, DeploymentRecord } from '../../src/record/index.js';
import { audit, expectRefusal, namesIn, root } from './audit-command.js';
import { planText, tableText, tabularFolder } from './tabular.js';

const tiers = '{ new: baseline, middling: same, old: "off" }';
const deployment = (rows: readonly string[]): string => `{ tiers: ${tiers}, shares: [${rows.join(', ')}] }`;
const all = '{ of: all, new: 30 %, middling: 50 %, old: 20 % }';
const north = '{ of: { team: north }, new: 10 %, middling: 30 %, old: 60 % }';
const plan = (rows: readonly string[]): string =>
  planText({ variants: '{ same: same.onnx, "off": off.onnx }', deployment: deployment(rows) });

describe('audit compare with a deployment', () => {
  let folder = '';
  let records: readonly AuditRecord[] = [];

  beforeAll(async () => {
    folder = await tabularFolder({ 'audit.yaml': plan([all, north]) });
    const { stdout, stderr } = await audit(folder, ['compare', '--sessions', '0', '--json', '--quiet']);
    expect(stderr).toBe('');
    ({ records } = JSON.parse(stdout) as { readonly records: readonly AuditRecord[] });
  }, 240_000);

  it('reports the same in the record of every variant, as the published schema has it', async () => {
    expect(records).toHaveLength(2);
    expect(records[0]?.deployment).toEqual(records[1]?.deployment);
    const schema = JSON.parse(await readFile(join(root, 'schemas/record.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    validate(records[0]);
    expect(validate.errors).toBeNull();
  });

  it('mixes what each variant’s own record says of each group', () => {
    const found = records[0]?.deployment?.metrics.find(({ metric }) => metric === 'accuracy');
    const of = (record: AuditRecord | undefined, value: string): number => {
      const shown = record?.fairness?.slices.find(({ slice }) => slice[0]?.value === value)?.shown;
      const accuracy = shown?.kind === 'shown' ? shown.values.find(({ metric }) => metric === 'accuracy') : undefined;
      return accuracy?.variant.kind === 'value' ? accuracy.variant.value : NaN;
    };
    const [same, off] = records;
    const shares = { north: [0.1, 0.3, 0.6], south: [0.3, 0.5, 0.2] } as const;
    for (const group of found?.groups ?? []) {
      const name = group.slice[0]?.value === 'north' ? 'north' : 'south';
      const [a, b, c] = shares[name];
      expect(group.deployed).toBeCloseTo(a * group.baseline + b * of(same, name) + c * of(off, name), 12);
      expect(group.common).toBeCloseTo(0.3 * group.baseline + 0.5 * of(same, name) + 0.2 * of(off, name), 12);
    }
    expect(found?.groups).toHaveLength(2);
    expect(records[0]?.deployment?.shares.map(({ isOwn }) => isOwn)).toEqual([true, true, false]);
  });

  it('says so on the card, the comparison and the terminal, and judges nothing by it', async () => {
    const said = await audit(folder, ['compare', '--sessions', '0']);
    expect(said.stdout.match(/As deployed, by declared shares of devices/gu)).toHaveLength(1);
    const card = await readFile(join(folder, 'fairweight-out/same/data/model/card.html'), 'utf8');
    expect(card).toContain('As deployed: what each group gets');
    expect(card).toContain('declared (without naming a source)');
    expect(await readFile(join(folder, 'fairweight-out/compare.html'), 'utf8')).toContain('declared shares');
    const without = await tabularFolder({
      'audit.yaml': planText({ variants: '{ same: same.onnx, "off": off.onnx }' }),
    });
    const plainly = await audit(without, ['compare', '--sessions', '0', '--json', '--quiet']);
    const others = JSON.parse(plainly.stdout) as { readonly records: readonly AuditRecord[] };
    expect(others.records.map(({ verdict }) => verdict)).toEqual(records.map(({ verdict }) => verdict));
    expect(plainly.code).toBe(said.code);
  }, 240_000);

  it('is the same from shards', async () => {
    const parts: string[] = [];
    for (const i of [1, 2]) {
      await audit(folder, ['score', '--shard', `${i}/2`, '--out', `shard${i}`, '--quiet']);
      await audit(folder, ['tally', `shard${i}`, '--out', `${i}.tally.json`]);
      parts.push(`${i}.tally.json`);
    }
    await audit(folder, ['merge', ...parts, '--out', 'merged.json']);
    for (const i of [1, 2])
      await audit(folder, ['tally', `shard${i}`, '--ranks', 'merged.json', '--out', `${i}.ranks.json`]);
    await audit(folder, ['merge', '1.ranks.json', '2.ranks.json', '--out', 'ranks.json']);
    const judged = await audit(folder, ['judge', 'merged.json', '--ranks', 'ranks.json', '--json']);
    expect(judged.stderr).toBe('');
    const { deployment: found } = JSON.parse(judged.stdout) as { readonly deployment: DeploymentRecord };
    expect(found).toEqual(records[0]?.deployment);
    const said = await audit(folder, ['judge', 'merged.json', '--ranks', 'ranks.json']);
    expect(said.stdout).toContain('As deployed');
  }, 240_000);

  it('refuses a group that no example has, with its place and the nearest one', async () => {
    const stray = '{ of: { team: nroth }, new: 10 %, middling: 30 %, old: 60 % }';
    const other = await tabularFolder({ 'audit.yaml': plan([all, stray]) });
    expectRefusal(
      await audit(other, ['compare', '--sessions', '0', '--quiet']),
      'audit.yaml:10:',
      'The deployment gives shares to "team nroth", which no example has.',
      'Did you mean "team north"?',
    );
    expect((await namesIn(join(other, 'fairweight-out'))).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('says why it reports nothing where the models of the command line are not those of the tiers', async () => {
    const other = await tabularFolder({ 'audit.yaml': plan([all, north]) });
    const { stdout } = await audit(other, [
      ...['compare', 'base.onnx', 'same.onnx', '--plan', 'audit.yaml', '--sessions', '0', '--json', '--quiet'],
    ]);
    const [record] = (JSON.parse(stdout) as { readonly records: readonly AuditRecord[] }).records;
    expect(record?.deployment).toBeUndefined();
    expect(record?.limits).toContain(
      'What groups get as deployed is not reported: the tier "old" gets "off", which was not compared in this run.',
    );
  });

  it('shows no number of a group that is too small, nor one from which it follows', async () => {
    const east = tableText(400, (_, i) => (i < 12 ? { team: 'east' } : {}));
    const other = await tabularFolder({ 'audit.yaml': plan([all, north]), 'table.csv': east });
    const { stdout } = await audit(other, ['compare', '--sessions', '0', '--json', '--quiet']);
    const [record] = (JSON.parse(stdout) as { readonly records: readonly AuditRecord[] }).records;
    const hidden = record?.fairness?.slices.flatMap(({ slice, shown }) =>
      shown.kind === 'hidden' ? [slice[0]?.value] : [],
    );
    expect(hidden).toContain('east');
    expect(hidden?.length).toBe(2);
    for (const { groups, leftOut, spread } of record?.deployment?.metrics ?? []) {
      for (const { slice } of [...groups, ...leftOut]) expect(hidden).not.toContain(slice[0]?.value);
      // With one group left there is nobody to be held against: the others are hidden.
      expect(groups.every(({ gap }) => gap === undefined)).toBe(true);
      expect(spread).toBeUndefined();
    }
  });
});
