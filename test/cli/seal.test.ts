import { appendFile, cp, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { audit, expectRefusal, filesBelow, namesIn } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

describe('audit keygen, seal and verify', () => {
  let folder = '';
  const dossier = 'fairweight-out/same';

  beforeAll(async () => {
    folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, ['compare', '--sessions', '0']);
    await audit(folder, ['keygen', '--out', 'other.pem']);
    await mkdir(join(folder, 'keys'));
  });

  it('makes a key that only its owner reads, and never over another', async () => {
    const ended = await audit(folder, ['keygen', '--out', 'keys/release.pem']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('private  keys/release.pem  (not encrypted; keep it to yourself)');
    expect(ended.stderr).toMatch(/the private key is not encrypted[^]*FAIRWEIGHT_PASSPHRASE/u);
    expect(await namesIn(join(folder, 'keys'))).toEqual(['release.pem', 'release.pub.pem']);
    expect((await stat(join(folder, 'keys/release.pem'))).mode & 0o077).toBe(0);
    const before = await filesBelow(join(folder, 'keys'));
    expectRefusal(await audit(folder, ['keygen', '--out', 'keys/release.pem']), 'release.pem');
    expect(await filesBelow(join(folder, 'keys'))).toEqual(before);
  });

  it('calls a dossier that nobody sealed unsigned, with 3', async () => {
    const ended = await audit(folder, ['verify', dossier]);
    expect(ended.stdout).toMatch(/^unsigned/u);
    expect(ended.code).toBe(3);
  });

  it('seals and verifies: 0 with the key, 3 without it, not intact by another key', async () => {
    const sealed = await audit(folder, ['seal', dossier, '--key', 'keys/release.pem']);
    expect(sealed.code).toBe(0);
    expect(sealed.stdout).toMatch(`audit verify ${dossier} --key keys/release.pub.pem`);
    const intact = await audit(folder, ['verify', dossier, '--key', 'keys/release.pub.pem']);
    expect(intact).toMatchObject({ code: 0, stderr: '' });
    expect(intact.stdout).toMatch(/^intact/u);
    expect(await audit(folder, ['verify', dossier])).toMatchObject({ code: 3 });
    const other = await audit(folder, ['verify', dossier, '--key', 'other.pub.pem']);
    expect(other.code).toBe(3);
    expect(other.stdout).toMatch(/^unknown {2}not signed with the given key, .*, but with one that calls itself /u);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'another model than was audited',
      { 'same.onnx': 'off.onnx' },
      /same\.onnx" is not the model that card\.json is about/u,
    ],
    ['a card that says something else', { 'card.html': 'table.csv' }, /card\.html" is not the card of card\.json/u],
  ])('does not seal %s', async (_, swaps, expected) => {
    const copy = `copies/${Object.keys(swaps).join()}`;
    await cp(join(folder, dossier), join(folder, copy), { recursive: true });
    await rm(join(folder, copy, 'data/model/model.sig'), { force: true });
    for (const [name, from] of Object.entries(swaps)) {
      await cp(join(folder, from), join(folder, copy, 'data/model', name));
    }
    expectRefusal(await audit(folder, ['seal', copy, '--key', 'keys/release.pem']), expected, 'audit compare');
    expect(await namesIn(join(folder, copy, 'data/model'))).not.toContain('model.sig');
    const { code } = await audit(folder, ['verify', copy]);
    expect(code).toBe('same.onnx' in swaps ? 1 : 3);
  });

  it('says with 1 which file was altered, added or taken away', async () => {
    await appendFile(join(folder, dossier, 'data/model/README.md'), ' ');
    await appendFile(join(folder, dossier, 'data/model/new.txt'), 'new');
    await rm(join(folder, dossier, 'data/evidence/plan.json'));
    const ended = await audit(folder, ['verify', dossier, '--key', 'keys/release.pub.pem']);
    expect(ended.code).toBe(1);
    for (const name of ['README.md', 'new.txt', 'plan.json']) expect(ended.stdout).toMatch(name);
  });

  it('gives back a whole dossier when it runs again, sealed with --sign', async () => {
    const ended = await audit(folder, ['compare', '--sessions', '0', '--sign', 'keys/release.pem']);
    expect(ended.stdout).toMatch(/sealed/u);
    expect(await audit(folder, ['verify', dossier, '--key', 'keys/release.pub.pem'])).toMatchObject({ code: 0 });
  });

  it.each([
    ['a folder that is no dossier', ['verify', 'keys'], 'keys'],
    ['a folder that is not there', ['verify', 'nowhere'], 'nowhere'],
    ['a key that is not there', ['verify', dossier, '--key', 'nowhere.pem'], 'nowhere.pem'],
    ['a key that is none', ['verify', dossier, '--key', 'table.csv'], 'table.csv'],
    ['a private key to verify with', ['verify', dossier, '--key', 'keys/release.pem'], /public|private/u],
    ['a public key to seal with', ['seal', dossier, '--key', 'keys/release.pub.pem'], /private|public/u],
    ['sealing without a key', ['seal', dossier], '--key'],
    ['sealing what is no dossier', ['seal', 'keys', '--key', 'keys/release.pem'], 'keys'],
  ])('exits with 2 for %s', async (_, args, expected) => {
    const ended = await audit(folder, args);
    expect(ended.stderr).toMatch(expected);
    expectRefusal(ended);
  });

  it('wants the passphrase that a key was made with', async () => {
    const secret = { FAIRWEIGHT_PASSPHRASE: 'correct horse' };
    const made = await audit(folder, ['keygen', '--out', 'secret.pem'], secret);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('private  secret.pem  (encrypted; keep it to yourself)');
    expectRefusal(await audit(folder, ['seal', dossier, '--key', 'secret.pem']), 'is encrypted');
    expectRefusal(
      await audit(folder, ['seal', dossier, '--key', 'secret.pem'], { FAIRWEIGHT_PASSPHRASE: 'wrong' }),
      /passphrase/iu,
    );
    expect(await audit(folder, ['seal', dossier, '--key', 'secret.pem'], secret)).toMatchObject({ code: 0 });
  });
});
