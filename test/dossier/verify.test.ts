import { link, mkdir, readFile, readdir, rename, rm, symlink, truncate, writeFile, appendFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  listContents,
  sealDossier,
  signContents,
  verifyDossier,
  verifyExitCode,
  type DossierState,
  type PrivateKey,
} from '../../src/dossier/index.js';
import { cardText, makeDossier, newKey, temporaryFolder, writeFiles } from './make-dossier.js';

const key = newKey();

describe('a sealed dossier', () => {
  it('is intact and signed with the given key', async () => {
    const folder = await sealed();
    const state = await verifyDossier(folder, key.publicKey);
    expect(state).toEqual({ kind: 'intact', signer: 'given-key' });
    expect(verifyExitCode(state)).toBe(0);
  });

  it.each(['secp384r1', 'secp521r1'])('may be signed on %s', async (curve) => {
    const other = newKey(curve);
    expect(await verifyDossier(await sealed(other), other.publicKey)).toEqual({ kind: 'intact', signer: 'given-key' });
  });

  it('is intact with an unknown signer, whom it names by key id, under another key or none', async () => {
    const folder = await sealed();
    for (const publicKey of [undefined, newKey().publicKey]) {
      const state = await verifyDossier(folder, publicKey);
      expect(state).toEqual({ kind: 'intact', signer: 'unknown', keyHint: key.publicKey.id });
      expect(verifyExitCode(state)).toBe(3);
    }
  });

  it('notices every byte that is changed, in whichever file, and names the file', { timeout: 240_000 }, async () => {
    const folder = await sealed();
    const files = await filesOf(folder);
    expect(files).toHaveLength(9);
    for (const file of files) {
      const bytes = await readFile(join(folder, file));
      for (let i = 0; i < bytes.length; i++) {
        const bit = 1 << (i % 8);
        bytes.writeUInt8(bytes.readUInt8(i) ^ bit, i);
        await writeFile(join(folder, file), bytes);
        const state = await verifyDossier(folder, key.publicKey);
        expect([1, 2], `${file}, byte ${i}`).toContain(verifyExitCode(state));
        expect(namedIn(state), `${file}, byte ${i}`).toContain(file);
        bytes.writeUInt8(bytes.readUInt8(i) ^ bit, i);
      }
      await writeFile(join(folder, file), bytes);
    }
    expect(await verifyDossier(folder, key.publicKey)).toEqual({ kind: 'intact', signer: 'given-key' });
  });

  it('notices a change in every file but the signature, even without a key', async () => {
    const folder = await sealed();
    for (const file of await filesOf(folder)) {
      if (file === 'data/model/model.sig') continue;
      const before = await readFile(join(folder, file));
      await appendFile(join(folder, file), ' ');
      expect(namedIn(await verifyDossier(folder, undefined)), file).toEqual([file]);
      await writeFile(join(folder, file), before);
    }
  });

  it.each([
    'data/model/model.onnx',
    'data/model/weights/layer.bin',
    'data/evidence/maps/1.json',
    'data/model/card.json',
  ])('notices that %s is cut, emptied, longer, gone or renamed', async (file) => {
    const changes: ((path: string) => Promise<void>)[] = [
      (path) => truncate(path, 1),
      (path) => truncate(path, 0),
      (path) => appendFile(path, '\n'),
      (path) => rm(path),
      (path) => rename(path, `${path}.old`),
    ];
    for (const change of changes) {
      const folder = await sealed();
      await change(join(folder, file));
      const state = await verifyDossier(folder, key.publicKey);
      expect(verifyExitCode(state)).toBe(1);
      expect(namedIn(state)).toContain(file);
    }
  });

  it('notices that two files have changed places', async () => {
    const folder = await sealed();
    const [a, b] = ['data/model/card.html', 'data/model/README.md'] as const;
    await rename(join(folder, a), join(folder, 'x'));
    await rename(join(folder, b), join(folder, a));
    await rename(join(folder, 'x'), join(folder, b));
    expect(namedIn(await verifyDossier(folder, key.publicKey))).toEqual([b, a]);
  });

  it.each([
    'extra',
    'data/extra',
    'data/model/extra',
    'data/model/weights/.hidden',
    'data/model/CARD.JSON',
    'data/evidence/extra.json',
    'data/evidence/PLAN.json',
    'data/evidence/__proto__',
    'data/model/.git/config',
  ])('notices the file %s that was added', async (file) => {
    const folder = await sealed();
    await writeFiles(folder, { [file]: '' });
    const state = await verifyDossier(folder, key.publicKey);
    expect(verifyExitCode(state)).toBe(1);
    expect(namedIn(state)).toContain(file);
  });

  it('says of evidence that was added that the card does not name it', async () => {
    const folder = await sealed();
    await writeFiles(folder, { 'data/evidence/extra.json': '' });
    expect(await verifyDossier(folder, key.publicKey)).toEqual({
      kind: 'altered',
      problems: [{ file: 'data/evidence/extra.json', problem: 'is not named in card.json' }],
    });
  });

  it.each(['link', 'data/link', 'data/model/link', 'data/evidence/maps/link'])('refuses the link %s', async (file) => {
    for (const target of ['/etc/hostname', 'nowhere', '.']) {
      const folder = await sealed();
      await symlink(target, join(folder, file));
      expect(await verifyDossier(folder, key.publicKey)).toEqual({
        kind: 'altered',
        problems: [{ file, problem: 'is a link, and links are not sealed' }],
      });
    }
  });

  it.each(['data/model/model.onnx', 'data/evidence/plan.json', 'data/model/model.sig'])(
    'refuses a link in the place of %s, though it leads to the same bytes',
    async (file) => {
      const folder = await sealed();
      const elsewhere = join(await temporaryFolder(), 'copy');
      await rename(join(folder, file), elsewhere);
      await symlink(elsewhere, join(folder, file));
      const state = await verifyDossier(folder, key.publicKey);
      expect(verifyExitCode(state)).toBe(1);
      expect(namedIn(state)).toContain(file);
    },
  );

  it('refuses a link in the place of a whole folder', async () => {
    for (const name of ['data', 'data/model', 'data/evidence']) {
      const folder = await sealed();
      const elsewhere = join(await temporaryFolder(), 'copy');
      await rename(join(folder, name), elsewhere);
      await symlink(elsewhere, join(folder, name));
      const state = await verifyDossier(folder, key.publicKey);
      expect(verifyExitCode(state), name).toBe(1);
      expect(namedIn(state), name).toContain(name);
    }
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe without waiting for it', async () => {
    const folder = await sealed();
    execFileSync('mkfifo', [join(folder, 'data/model/pipe')]);
    expect(namedIn(await verifyDossier(folder, key.publicKey))).toEqual(['data/model/pipe']);
  });

  it.skipIf(process.platform !== 'linux')('refuses a file whose name is not UTF-8', async () => {
    const folder = await sealed();
    await writeFile(Buffer.concat([Buffer.from(join(folder, 'data/model/')), Buffer.of(0xff)]), 'x');
    expect(namedIn(await verifyDossier(folder, key.publicKey))).toEqual(['data/model/\ufffd']);
  });

  it('does not mind an empty folder, which holds no byte, nor a second name of the same file elsewhere', async () => {
    const folder = await sealed();
    await mkdir(join(folder, 'data/model/.git'));
    await mkdir(join(folder, 'empty/er'), { recursive: true });
    await link(join(folder, 'data/model/model.onnx'), join(await temporaryFolder(), 'model.onnx'));
    expect(await verifyDossier(folder, key.publicKey)).toEqual({ kind: 'intact', signer: 'given-key' });
  });

  it('lists every file that differs, not just the first', async () => {
    const folder = await sealed();
    await writeFiles(folder, { 'data/model/README.md': 'x', 'data/evidence/plan.json': 'x', 'notes.txt': 'x' });
    expect(await verifyDossier(folder, key.publicKey)).toEqual({
      kind: 'altered',
      problems: [
        { file: 'data/model/README.md', problem: 'was changed after signing' },
        { file: 'notes.txt', problem: 'does not belong to a dossier' },
        { file: 'data/evidence/plan.json', problem: 'differs from what card.json says of it' },
      ],
    });
  });
});

describe('a signature', () => {
  it.each<[string, (text: string) => string]>([
    ['with a line feed at its end', (text) => `${text}\n`],
    ['with white space', (text) => JSON.stringify(JSON.parse(text), null, 2)],
    ['with its fields in another order', (text) => JSON.stringify(reversed(JSON.parse(text) as object))],
    ['with an escape', (text) => text.replace('mediaType', '\\u006dediaType')],
    ['without its hint', (text) => text.replace(/"hint":"[0-9a-f]+"/, '')],
  ])('%s was changed, though it says the same', async (_, change) => {
    const folder = await sealed();
    const file = join(folder, 'data/model/model.sig');
    await writeFile(file, change(await readFile(file, 'utf8')));
    const state = await verifyDossier(folder, key.publicKey);
    expect(verifyExitCode(state)).toBe(1);
    expect(namedIn(state)).toEqual(['data/model/model.sig']);
  });

  it('of another dossier, by the same key, does not fit', async () => {
    const folder = await sealed();
    const other = await makeDossier();
    await writeFiles(other, { 'data/model/README.md': '# another' });
    await sealDossier(other, key);
    await rename(join(other, 'data/model/model.sig'), join(folder, 'data/model/model.sig'));
    expect(await verifyDossier(folder, key.publicKey)).toEqual({
      kind: 'altered',
      problems: [{ file: 'data/model/README.md', problem: 'was changed after signing' }],
    });
  });

  it('by another key that claims to be the given one is a forgery', async () => {
    const forger = newKey();
    const folder = await sealed(forger);
    const file = join(folder, 'data/model/model.sig');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(forger.publicKey.id, key.publicKey.id));
    const state = await verifyDossier(folder, key.publicKey);
    expect(state).toMatchObject({ kind: 'altered', problems: [{ file: 'data/model/model.sig' }] });
  });

  it('with the given key under the name of another key was changed, and does not pass as a stranger’s', async () => {
    const folder = await sealed();
    const file = join(folder, 'data/model/model.sig');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(key.publicKey.id, newKey().publicKey.id));
    expect(await verifyDossier(folder, key.publicKey)).toEqual({
      kind: 'altered',
      problems: [
        {
          file: 'data/model/model.sig',
          problem: 'was changed after signing: it was signed with the given key and names another one',
        },
      ],
    });
  });

  it('by a stranger after a change leaves the signer unknown, so the exit code is never 0', async () => {
    const folder = await sealed();
    await writeFiles(folder, { 'data/model/README.md': 'all is well' });
    await sealDossier(folder, newKey());
    expect(verifyExitCode(await verifyDossier(folder, key.publicKey))).toBe(3);
  });
});

describe('a signature by the given key over another model than the card is about', () => {
  const swaps: readonly [string, Record<string, string>, string, string][] = [
    ['the model', { 'model.onnx': 'another' }, 'data/model/model.onnx', 'is, with its external data, not the model'],
    [
      'its external data',
      { 'weights/layer.bin': 'x' },
      'data/model/model.onnx',
      'not the model that card.json is about',
    ],
    [
      'a file that the card does not name',
      { 'second.onnx': 'x' },
      'data/model/second.onnx',
      'is not named in card.json',
    ],
  ];

  it.each(swaps)('does not pass: %s', async (_, files, file, problem) => {
    const folder = await makeDossier();
    await writeFiles(join(folder, 'data/model'), files);
    await signAnyhow(folder);
    const state = await verifyDossier(folder, key.publicKey);
    expect(state).toMatchObject({
      kind: 'altered',
      problems: [{ file, problem: expect.stringContaining(problem) as string }],
    });
    expect(verifyExitCode(state)).toBe(1);
  });

  it('does not pass where a file of the model was left out', async () => {
    const folder = await makeDossier();
    await rm(join(folder, 'data/model/weights'), { recursive: true });
    await signAnyhow(folder);
    expect(namedIn(await verifyDossier(folder, key.publicKey))).toEqual(['data/model/weights/layer.bin']);
  });

  it('passes where the card names external data in another form of the same name', async () => {
    const folder = await temporaryFolder();
    const model = { 'model.onnx': 'a', './weights/../w.bin': 'b' };
    await writeFiles(join(folder, 'data/model'), { 'model.onnx': 'a', 'w.bin': 'b', 'card.json': cardText(model) });
    await sealDossier(folder, key);
    expect(await verifyDossier(folder, key.publicKey)).toEqual({ kind: 'intact', signer: 'given-key' });
  });
});

describe('a dossier without a signature', () => {
  it('is altered where its model is not the one that the card is about', async () => {
    const folder = await makeDossier();
    await writeFiles(folder, { 'data/model/model.onnx': 'another' });
    expect(namedIn(await verifyDossier(folder, undefined))).toEqual(['data/model/model.onnx']);
  });

  it('is unsigned, and exits 3, while its evidence is what the card says', async () => {
    const state = await verifyDossier(await makeDossier(), key.publicKey);
    expect(state).toEqual({ kind: 'unsigned' });
    expect(verifyExitCode(state)).toBe(3);
  });

  it('is altered where its evidence is not', async () => {
    const folder = await makeDossier();
    await writeFiles(folder, { 'data/evidence/plan.json': 'x' });
    await rm(join(folder, 'data/evidence/latencies.json'));
    expect(namedIn(await verifyDossier(folder, undefined))).toEqual([
      'data/evidence/plan.json',
      'data/evidence/latencies.json',
    ]);
  });

  it.each(['{', '{}', '{"format":"fairweight-record/2","provenance":{"evidence":{}}}'])(
    'is unreadable with the card %j',
    async (card) => {
      const folder = await makeDossier();
      await writeFiles(folder, { 'data/model/card.json': card });
      const state = await verifyDossier(folder, undefined);
      expect(verifyExitCode(state)).toBe(2);
      expect(namedIn(state)).toEqual(['data/model/card.json']);
    },
  );
});

it('says that a folder is no dossier, or is not there', async () => {
  for (const folder of [await temporaryFolder(), '/nowhere']) {
    const state = await verifyDossier(folder, key.publicKey);
    expect(state).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining('is not a dossier') as string });
    expect(verifyExitCode(state)).toBe(2);
  }
});

it('stops when it is told to', async () => {
  const folder = await sealed();
  await expect(verifyDossier(folder, key.publicKey, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
});

/** Signs whatever lies in the model folder, as the reference tool would. */
async function signAnyhow(folder: string): Promise<void> {
  const contents = await listContents(join(folder, 'data/model'));
  const text = await signContents({ contents, name: 'model', signatureName: 'model.sig', key });
  await writeFile(join(folder, 'data/model/model.sig'), text);
}

async function sealed(by: PrivateKey = key): Promise<string> {
  const folder = await makeDossier();
  await sealDossier(folder, by);
  return folder;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The files that a result names: one by one where it is altered, in its sentence where it is unreadable. */
function namedIn(state: DossierState): string[] {
  if (state.kind === 'altered') return state.problems.map(({ file }) => file);
  if (state.kind !== 'unreadable') return [];
  return ['data/model/model.sig', 'data/model/card.json'].filter((file) => state.reason.includes(file));
}

function reversed(value: object): object {
  return Object.fromEntries(Object.entries(value).reverse());
}
