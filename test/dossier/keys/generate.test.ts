import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateKey, loadPrivateKey, loadPublicKey, writeKeyPair } from '../../../src/dossier/index.js';
import { temporaryFolder } from '../make-dossier.js';

describe('a new key', () => {
  it('lies on P-256, and its two files belong together', async () => {
    const path = join(await temporaryFolder(), 'release.pem');
    const written = await writeKeyPair(path);
    const { key, warnings } = await loadPrivateKey(written.privateFile);
    const publicKey = await loadPublicKey(written.publicFile);
    expect(written.publicFile).toBe(path.replace('.pem', '.pub.pem'));
    expect(key.curve.name).toBe('P-256');
    expect(warnings).toEqual([]);
    expect([key.publicKey.id, publicKey.id]).toEqual([written.id, written.id]);
  });

  it.skipIf(process.platform === 'win32')('may be read by its owner alone', async () => {
    const { privateFile } = await writeKeyPair(join(await temporaryFolder(), 'release.pem'));
    expect((await stat(privateFile)).mode & 0o777).toBe(0o600);
  });

  it('never takes the place of an old one, and leaves nothing behind', async () => {
    for (const old of ['release.pem', 'release.pub.pem']) {
      const folder = await temporaryFolder();
      await writeFile(join(folder, old), 'old');
      await expect(writeKeyPair(join(folder, 'release.pem'))).rejects.toThrow('exists already');
      expect(await readdir(folder)).toEqual([old]);
      expect(await readFile(join(folder, old), 'utf8')).toBe('old');
    }
  });

  it('cannot be written below a file', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(writeKeyPair(join(folder, 'file', 'release.pem'))).rejects.toThrow(
      'could not be made: something else has this name',
    );
  });

  it('makes the folder it is to lie in', async () => {
    const folder = await temporaryFolder();
    const { publicFile } = await writeKeyPair(join(folder, 'keys', 'release.pem'));
    expect(publicFile).toBe(join(folder, 'keys', 'release.pub.pem'));
  });

  it('is encrypted under a passphrase, and an empty one is refused', () => {
    expect(generateKey({ passphrase: 'correct horse' }).privatePem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    expect(generateKey().privatePem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(() => generateKey({ passphrase: '' })).toThrow('passphrase is empty');
  });
});
