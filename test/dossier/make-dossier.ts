import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { sha256, sha256OfModel } from '../../src/base/index.js';
import { privateKeyFrom, type PrivateKey } from '../../src/dossier/keys/key.js';
import { recordFormat } from '../../src/record/index.js';

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-dossier-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files below a folder, by name. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** A small dossier, not sealed. */
export async function makeDossier(): Promise<string> {
  const folder = await temporaryFolder();
  const evidence: Record<string, string> = {
    'latencies.json': '[1.5,1.25]\n',
    'maps/1.json': '[0,1]\n',
    'plan.json': '{"name":"demo"}\n',
  };
  const hashes = Object.fromEntries(Object.entries(evidence).map(([name, text]) => [name, sha256(text)]));
  const model = { 'model.onnx': Uint8Array.from([8, 9, 18, 0, 255]), 'weights/layer.bin': Uint8Array.from([1, 2, 3]) };
  await writeFiles(join(folder, 'data/evidence'), evidence);
  await writeFiles(join(folder, 'data/model'), {
    'README.md': '# int8\n',
    'card.html': '<p>int8</p>\n',
    'card.json': cardText(model, hashes),
    ...model,
  });
  return folder;
}

/** A card that says of a model and of evidence what sealing and verifying ask: the first file is the model's own. */
export function cardText(
  model: Readonly<Record<string, string | Uint8Array>>,
  evidence: Readonly<Record<string, string>> = {},
): string {
  const [file = '', ...externalData] = Object.keys(model);
  const sha256_ = sha256OfModel(Object.entries(model).map(([name, bytes]) => ({ name, sha256: sha256(bytes) })));
  return JSON.stringify({
    format: recordFormat,
    variant: { file, sha256: sha256_, externalData },
    provenance: { evidence },
  });
}

/** A new key on a curve, as OpenSSL names it. */
export function newKey(namedCurve = 'prime256v1'): PrivateKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return privateKeyFrom(privateKey, 'a key of the test');
}

/** The key of RFC 6979, appendix A.2.5: published, so never for anything but tests. */
export function publishedKey(): PrivateKey {
  const d = Buffer.from('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721', 'hex');
  const x = Buffer.from('60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6', 'hex');
  const y = Buffer.from('7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299', 'hex');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: d.toString('base64url'),
    x: x.toString('base64url'),
    y: y.toString('base64url'),
  };
  return privateKeyFrom(createPrivateKey({ key: jwk, format: 'jwk' }), 'RFC 6979');
}
