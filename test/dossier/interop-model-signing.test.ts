import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPrivateKey, sealDossier, verifyDossier } from '../../src/dossier/index.js';
import { makeDossier, newKey, temporaryFolder } from './make-dossier.js';

/** The executable of PyPI's `model-signing` 1.1.1 (with `pyOpenSSL`): `FAIRWEIGHT_MODEL_SIGNING=…/bin/model_signing`. */
const tool = process.env['FAIRWEIGHT_MODEL_SIGNING'] ?? '';

describe.skipIf(tool === '')('with the reference tool (skipped unless FAIRWEIGHT_MODEL_SIGNING names it)', () => {
  it.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'what we seal on %s, it verifies, and refuses once changed',
    async (curve) => {
      const { folder, model, signature, publicFile, key } = await prepared(curve);
      await sealDossier(folder, key);
      const verify = ['verify', 'key', model, '--signature', signature, '--public_key', publicFile];
      expect(run(verify)).toBe(0);
      await writeFile(join(model, 'README.md'), 'changed');
      expect(run(verify)).not.toBe(0);
    },
  );

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'what it signs on %s, we verify, and refuse once changed',
    async (curve) => {
      const { folder, model, signature, privateFile, key } = await prepared(curve);
      expect(run(['sign', 'key', model, '--private_key', privateFile, '--signature', signature])).toBe(0);
      expect(await verifyDossier(folder, key.publicKey)).toEqual({ kind: 'intact', signer: 'given-key' });
      await rm(join(model, 'weights/layer.bin'));
      expect(await verifyDossier(folder, key.publicKey)).toMatchObject({ kind: 'altered' });
    },
  );
});

async function prepared(curve: string) {
  const folder = await makeDossier();
  const keys = await temporaryFolder();
  const [privateFile, publicFile] = [join(keys, 'key.pem'), join(keys, 'key.pub.pem')];
  const made = newKey(curve);
  await writeFile(privateFile, made.keyObject.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await writeFile(publicFile, made.publicKey.pem);
  expect(await readFile(publicFile, 'utf8')).toBe(made.publicKey.pem);
  const { key } = await loadPrivateKey(privateFile);
  const model = join(folder, 'data/model');
  return { folder, model, signature: join(model, 'model.sig'), privateFile, publicFile, key };
}

function run(args: readonly string[]): number {
  try {
    execFileSync(tool, args, { stdio: 'pipe' });
    return 0;
  } catch {
    return 1;
  }
}
