import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listContents, loadPublicKey, verifyContents, type SignedContents } from '../../../src/dossier/index.js';
import { formatBundle, readBundle } from '../../../src/dossier/oms/bundle.js';
import { readStatement } from '../../../src/dossier/oms/statement.js';
import { signContents } from '../../../src/dossier/oms/sign.js';
import { newKey, temporaryFolder } from '../make-dossier.js';

/** Signed with `model-signing` 1.1.1 from PyPI. */
const reference = 'test/reference/oms';
const curves = ['prime256v1', 'secp384r1', 'secp521r1'] as const;

describe.each(curves)('a folder signed with the reference tool on %s', (curve) => {
  it('is intact, and signed with the key given', async () => {
    expect(await verify(`${reference}/model`, curve, curve)).toEqual({ kind: 'intact', signer: 'given-key' });
  });

  it('is intact with an unknown signer under another key, or none', async () => {
    const { id: keyHint } = await loadPublicKey(`${reference}/${curve}.pub.pem`);
    const other = curves.find((name) => name !== curve) ?? 'prime256v1';
    const expected = { kind: 'intact', signer: 'unknown', keyHint };
    expect(await verify(`${reference}/model`, curve, other)).toEqual(expected);
    expect(await verify(`${reference}/model`, curve)).toEqual(expected);
  });

  it('is altered once a file is changed, added or removed', async () => {
    const folder = join(await temporaryFolder(), 'model');
    await cp(`${reference}/model`, folder, { recursive: true });
    await writeFile(join(folder, 'ünïcode.txt'), 'other');
    await writeFile(join(folder, '.gitignore'), '');
    await rm(join(folder, 'a/x'));
    expect(await verify(folder, curve, curve)).toEqual({
      kind: 'altered',
      problems: [
        { file: '.gitignore', problem: 'is not signed' },
        {
          file: '.gitignore',
          problem: 'is hidden from other verifiers by the ignore_paths of the signature',
        },
        { file: 'ünïcode.txt', problem: 'was changed after signing' },
        { file: 'a/x', problem: 'was signed and is missing' },
      ],
    });
  });

  it('has a bundle in the form, byte for byte, in which we write ours', async () => {
    const bytes = await readFile(`${reference}/${curve}.sig`);
    const bundle = readBundle(bytes);
    if (bundle.kind === 'refused') throw new Error(bundle.reason);
    expect(formatBundle(bundle.value)).toBe(bytes.toString());
  });
});

it('signs the reference folder with the same files, hashes and fields, by code point instead of by path component', async () => {
  const contents = await listContents(`${reference}/model`);
  const theirs = statementOf(await readFile(`${reference}/prime256v1.sig`));
  const text = await signContents({ contents, name: 'model', signatureName: 'model.sig', key: newKey() });
  const ours = statementOf(Buffer.from(text));
  const names = ours.parsed.resources.map(({ name }) => name);
  expect(names).toEqual(['README.md', 'a-b.json', 'a/x', 'weights/big.bin', 'weights/layer-1.bin', 'ünïcode.txt']);
  expect(new Set(ours.parsed.resources)).toEqual(new Set(theirs.parsed.resources));
  expect(shapeOf(ours.json)).toEqual(shapeOf(theirs.json));
  expect(ours.parsed.ignoredPaths).toEqual(['model.sig']);
});

async function verify(folder: string, signature: string, key?: string): Promise<SignedContents> {
  return verifyContents({
    contents: await listContents(folder),
    bundle: await readFile(`${reference}/${signature}.sig`),
    signatureName: 'model.sig',
    publicKey: key === undefined ? undefined : await loadPublicKey(`${reference}/${key}.pub.pem`),
  });
}

function statementOf(bytes: Buffer) {
  const bundle = readBundle(bytes);
  if (bundle.kind === 'refused') throw new Error(bundle.reason);
  const statement = readStatement(bundle.value.payload);
  if (statement.kind === 'refused') throw new Error(statement.reason);
  return { parsed: statement.value, json: JSON.parse(bundle.value.payload.toString()) as unknown };
}

/** Names of fields and types of values; of a list, that of its first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).map(([key, item]) => [key, shapeOf(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
