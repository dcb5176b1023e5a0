import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditError, exists } from '../../src/base/index.js';
import { sealDossier } from '../../src/dossier/index.js';
import { makeDossier, newKey, temporaryFolder, writeFiles } from './make-dossier.js';

const key = newKey();

describe('sealing', () => {
  it('gives the same bytes for the same dossier and key, wherever it lies and however often', async () => {
    const [first, second] = [await makeDossier(), await makeDossier()];
    const { file, keyId } = await sealDossier(first, key);
    const bytes = await readFile(file);
    await sealDossier(second, key);
    await sealDossier(second, key);
    expect(await readFile(join(second, 'data/model/model.sig'))).toEqual(bytes);
    expect(keyId).toBe(key.publicKey.id);
  });

  it.each<[string, Record<string, string>, string]>([
    ['evidence that is not what the card says', { 'data/evidence/plan.json': 'x' }, 'data/evidence/plan.json'],
    ['evidence that the card does not name', { 'data/evidence/more.json': 'x' }, 'data/evidence/more.json'],
    ['a file beside the dossier’s own', { 'notes.txt': 'x' }, 'notes.txt'],
    ['another model than the card is about', { 'data/model/model.onnx': 'x' }, 'not the model that card.json is about'],
    ['other weights', { 'data/model/weights/layer.bin': 'x' }, 'not the model that card.json is about'],
    ['a file in the model folder that the card does not name', { 'data/model/new.onnx': 'x' }, 'data/model/new.onnx'],
    ['a card that is not a record', { 'data/model/card.json': '{}' }, 'data/model/card.json'],
    ['names that differ only in case', { 'data/model/Card.html': 'x' }, 'differ only in case'],
    ['a backslash in a name', { 'data/model/a\\b': 'x' }, 'backslash'],
    ['a drive in a name', { 'data/model/c:x': 'x' }, 'drive letter'],
  ])('refuses %s, and writes nothing', async (_, files, reason) => {
    const folder = await makeDossier();
    await writeFiles(folder, files);
    await expectRefusal(folder, reason);
  });

  it('refuses evidence that is missing', async () => {
    const folder = await makeDossier();
    await rm(join(folder, 'data/evidence'), { recursive: true });
    await expectRefusal(folder, 'is named in card.json and missing');
  });

  it('refuses cards that are not what the record renders to, or that nothing renders', async () => {
    const folder = await makeDossier();
    const cards = { 'card.html': '<p>int8</p>\n', 'README.md': '# int8\n' };
    const render = (changed: Record<string, string>) => () => Promise.resolve({ ...cards, ...changed });
    await expect(sealDossier(folder, key, { render: render({ 'card.html': '<p>fp32</p>\n' }) })).rejects.toThrow(
      '"data/model/card.html" is not the card of card.json',
    );
    await expect(sealDossier(folder, key, { render: render({ 'README.md': '' }) })).rejects.toThrow('README.md');
    const fails = (): Promise<never> => Promise.reject(new TypeError('no findings'));
    await expect(sealDossier(folder, key, { render: fails })).rejects.toThrow('is no whole record');
    await expectRefusal(await temporaryFolder(), 'it has no');
    expect(await exists(join(folder, 'data/model/model.sig'))).toBe(false);
    await sealDossier(folder, key, { render: render({}) });
  });

  it('refuses a link', async () => {
    const folder = await makeDossier();
    await symlink('card.html', join(folder, 'data/model/index.html'));
    await expectRefusal(folder, 'is a link');
  });

  it('refuses a folder that is not a dossier, or has no card', async () => {
    await expectRefusal(await temporaryFolder(), 'it has no data/model/card.json');
    const folder = await makeDossier();
    await sealDossier(folder, key);
    await rm(join(folder, 'data/model/card.json'));
    await expect(sealDossier(folder, key)).rejects.toThrow('it has no data/model/card.json');
  });
});

async function expectRefusal(folder: string, reason: string): Promise<void> {
  const error: unknown = await sealDossier(folder, key).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AuditError);
  expect(error).toMatchObject({ code: 'dossier', message: expect.stringContaining(reason) as string });
  expect((error as AuditError).wayOut).toMatch(/\.$/);
  expect(await exists(join(folder, 'data/model/model.sig'))).toBe(false);
}
