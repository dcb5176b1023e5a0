import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuditError } from '../../../src/base/index.js';
import { generateKey, loadPrivateKey, loadPublicKey } from '../../../src/dossier/index.js';
import { newKey, temporaryFolder } from '../make-dossier.js';

describe('a private key', () => {
  it.each(['prime256v1', 'secp384r1', 'secp521r1'])('on %s loads from PKCS#8 and from SEC 1', async (curve) => {
    const { keyObject, publicKey } = newKey(curve);
    for (const type of ['pkcs8', 'sec1'] as const) {
      const { key } = await loadPrivateKey(await keyFile(keyObject.export({ type, format: 'pem' })));
      expect(key.publicKey.id).toBe(publicKey.id);
    }
  });

  it('loads with CRLF line ends, and with the parameters that OpenSSL puts in front', async () => {
    const { keyObject, publicKey } = newKey();
    const sec1 = keyObject.export({ type: 'sec1', format: 'pem' }).toString();
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    for (const text of [sec1.replaceAll('\n', '\r\n'), parameters + sec1]) {
      expect((await loadPrivateKey(await keyFile(text))).key.publicKey.id).toBe(publicKey.id);
    }
  });

  it('loads with its passphrase alone', async () => {
    const { privatePem, id } = generateKey({ passphrase: 'correct horse' });
    const file = await keyFile(privatePem);
    expect((await loadPrivateKey(file, 'correct horse')).key.publicKey.id).toBe(id);
    await expectRefusal(loadPrivateKey(file, 'wrong'), 'passphrase is wrong');
    await expectRefusal(loadPrivateKey(file), 'no passphrase was given');
    await expectRefusal(loadPrivateKey(file, ''), 'no passphrase was given');
  });

  it('in the older encrypted form wants its passphrase too', async () => {
    const { keyObject, publicKey } = newKey();
    const text = keyObject.export({ type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x1' });
    const file = await keyFile(text);
    await expectRefusal(loadPrivateKey(file), 'no passphrase was given');
    expect((await loadPrivateKey(file, 'x1')).key.publicKey.id).toBe(publicKey.id);
  });

  it.skipIf(process.platform === 'win32')('that others may read loads with a warning', async () => {
    const file = await keyFile(generateKey().privatePem);
    for (const mode of [0o640, 0o604, 0o644]) {
      await chmod(file, mode);
      const { warnings } = await loadPrivateKey(file);
      expect(warnings).toEqual([expect.stringContaining(`(mode 0${mode.toString(8)}): run chmod 600`)]);
    }
  });

  it('that is not encrypted warns of a passphrase that protects nothing', async () => {
    const { warnings } = await loadPrivateKey(await keyFile(generateKey().privatePem), 'x');
    expect(warnings).toEqual([expect.stringContaining('is not encrypted')]);
  });

  it.each<[string, () => string | Buffer, string]>([
    ['an RSA key', () => rsa().privateKey.export({ type: 'pkcs8', format: 'pem' }), 'found an RSA key'],
    ['an RSA key in its own form', () => rsa().privateKey.export({ type: 'pkcs1', format: 'pem' }), 'found an RSA key'],
    ['an Ed25519 key', () => pkcs8(generateKeyPairSync('ed25519').privateKey), 'type "ed25519"'],
    ['a key on secp256k1', () => pkcs8(onCurve('secp256k1').privateKey), 'found "secp256k1"'],
    ['a weak curve', () => pkcs8(onCurve('secp224r1').privateKey), 'found "secp224r1"'],
    ['a public key', () => generateKey().publicPem, 'found a public one'],
    [
      'an OpenSSH key',
      () => '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      'OPENSSH',
    ],
    ['a damaged key', () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'cannot be decoded'],
    ['text that is not PEM', () => 'my key', 'Expected a key in PEM'],
    ['DER', () => newKey().keyObject.export({ type: 'pkcs8', format: 'der' }), 'Expected a key in PEM'],
    ['an empty file', () => '', 'Expected a key in PEM'],
    ['two keys', () => generateKey().privatePem + generateKey().privatePem, 'found 2 PEM blocks'],
    ['a large file', () => 'x'.repeat(70_000), 'more than any key'],
  ])('is not %s', async (_, content, reason) => {
    await expectRefusal(loadPrivateKey(await keyFile(content())), reason);
  });

  it('is not a file that is not there', async () => {
    await expectRefusal(loadPrivateKey('/nowhere/release.pem'), 'There is no such key file.');
  });
});

describe('a public key', () => {
  it('has the id that the reference tool writes into its bundles', async () => {
    const file = 'test/reference/oms/prime256v1.pub.pem';
    const { id } = await loadPublicKey(file);
    expect(await readFile(file.replace('pub.pem', 'sig'), 'utf8')).toContain(`"hint":"${id}"`);
  });

  it('has the same id with CRLF line ends, and with its point compressed', async () => {
    const text = await readFile('test/reference/oms/prime256v1.pub.pem', 'utf8');
    const { id } = await loadPublicKey('test/reference/oms/prime256v1.pub.pem');
    expect((await loadPublicKey(await keyFile(text.replaceAll('\n', '\r\n')))).id).toBe(id);
    expect((await loadPublicKey(await keyFile(compressed(text)))).id).toBe(id);
  });

  it.each<[string, () => string | Buffer, string]>([
    ['a private key', () => generateKey().privatePem, 'found a private one'],
    ['an encrypted private key', () => generateKey({ passphrase: 'x' }).privatePem, 'found a private one'],
    ['a private key in SEC 1', () => newKey().keyObject.export({ type: 'sec1', format: 'pem' }), 'found a private one'],
    ['an RSA key', () => rsa().publicKey.export({ type: 'spki', format: 'pem' }), 'found an RSA key'],
    ['a key on secp256k1', () => onCurve('secp256k1').publicKey.export({ type: 'spki', format: 'pem' }), 'secp256k1'],
    ['a certificate', () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'found "CERTIFICATE"'],
    ['a damaged key', () => '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n', 'cannot be decoded'],
    ['a public key with a private one behind it', () => generateKey().publicPem + generateKey().privatePem, '2 PEM'],
  ])('is not %s', async (_, content, reason) => {
    await expectRefusal(loadPublicKey(await keyFile(content())), reason);
  });
});

async function keyFile(content: string | Buffer): Promise<string> {
  const file = join(await temporaryFolder(), 'key.pem');
  await writeFile(file, content, { mode: 0o600 });
  return file;
}

async function expectRefusal(loading: Promise<unknown>, reason: string): Promise<void> {
  const error: unknown = await loading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AuditError);
  expect(error).toMatchObject({ code: 'key', message: expect.stringContaining(reason) as string });
}

function rsa(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function onCurve(namedCurve: string): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve });
}

function pkcs8(key: KeyObject): string | Buffer {
  return key.export({ type: 'pkcs8', format: 'pem' });
}

/** The same P-256 key with only one coordinate and a sign. */
function compressed(pem: string): string {
  const { x = '', y = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const isOdd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1;
  const head = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');
  const der = Buffer.concat([head, Buffer.of(isOdd ? 3 : 2), Buffer.from(x, 'base64url')]);
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64').replace(/(.{64})/, '$1\n')}\n-----END PUBLIC KEY-----\n`;
}
