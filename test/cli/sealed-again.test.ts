import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, expectRefusal, filesBelow, namesIn, put } from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

const compare = ['compare', '--sessions', '0'];
const out = 'fairweight-out';

/** A folder with a dossier of each variant, of which `same` is sealed. */
async function sealedFolder(): Promise<string> {
  const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ "off": off.onnx, same: same.onnx }' }) });
  await audit(folder, compare);
  await audit(folder, ['keygen', '--out', 'release.pem']);
  await audit(folder, ['seal', `${out}/same`, '--key', 'release.pem']);
  return folder;
}

const verify = (folder: string): ReturnType<typeof audit> =>
  audit(folder, ['verify', `${out}/same`, '--key', 'release.pub.pem']);

describe.concurrent('audit compare, run again after sealing', () => {
  it('leaves the dossier as it is, seal included, and says so', async () => {
    const folder = await sealedFolder();
    const before = await filesBelow(join(folder, out));
    const ended = await audit(folder, compare);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(`left ${out}/same as it was, seal included`);
    expect(ended.stderr).toMatch(/left fairweight-out\/off as it was: this run/u);
    expect(ended.stdout).toMatch(/sealed +key [0-9a-f]{8}/u);
    expect(await filesBelow(join(folder, out))).toEqual(before);
    expect(await verify(folder)).toMatchObject({ code: 0 });
    expect((await audit(folder, [...compare, '--quiet'])).stderr).toBe('');
  }, 600_000);

  it('does not call a dossier sealed whose seal does not fit it', async () => {
    const folder = await sealedFolder();
    const seal = join(folder, out, 'same/data/model/model.sig');
    await appendFile(seal, ' ');
    const ended = await audit(folder, compare);
    expect(ended.stdout).not.toMatch(/^sealed/mu);
    expect(ended.stderr).not.toMatch('seal included');
    expect((await verify(folder)).code).toBe(1);
  }, 600_000);

  it('refuses to replace a sealed dossier by another one, and touches none', async () => {
    const folder = await sealedFolder();
    await put(folder, { [`${out}/off/data/model/card.html`]: 'changed', [`${out}/same/data/evidence/x`]: 'added' });
    const before = await filesBelow(join(folder, out));
    const ended = await audit(folder, compare);
    expectRefusal(ended, /fairweight-out\/same +The dossier that lies here is sealed/u, '--sign', '--force');
    expect(await filesBelow(join(folder, out))).toEqual(before);
    expect(await namesIn(join(folder, out, '.work/staging'))).toEqual([]);

    await audit(folder, ['keygen', '--out', 'other.pem']);
    expect((await audit(folder, [...compare, '--sign', 'release.pem'])).code).toBe(1);
    expect(await verify(folder)).toMatchObject({ code: 0 });
    expect(await namesIn(join(folder, out))).toEqual(['.work', 'compare.html', 'off', 'same']);

    await rm(join(folder, out, 'same/data/evidence/plan.json'));
    expect((await audit(folder, [...compare, '--force'])).code).toBe(1);
    expect((await verify(folder)).stdout).toMatch(/^unsigned/u);
  }, 600_000);

  it('seals with --sign what is there already, without writing it again', async () => {
    const folder = await sealedFolder();
    const before = await filesBelow(join(folder, out, 'same'));
    const ended = await audit(folder, [...compare, '--sign', 'release.pem']);
    expect(ended.stderr).toMatch(`left ${out}/off as it was, seal included`);
    expect(await filesBelow(join(folder, out, 'same'))).toEqual(before);
    expect(await namesIn(join(folder, out, 'off/data/model'))).toContain('model.sig');
  }, 600_000);
});
