import { generateKeyPairSync } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditError, exists, makeFolder, outputError } from '../../base/index.js';
import { publicKeyFrom } from './key.js';

/** A new key pair as text. */
export interface KeyPair {
  /** PKCS#8; encrypted where a passphrase was given. */
  readonly privatePem: string;
  /** SubjectPublicKeyInfo. */
  readonly publicPem: string;
  /** Lower-case hex SHA-256 of `publicPem`. */
  readonly id: string;
}

/** How a key pair is made. */
export interface KeyOptions {
  /** Encrypts the private key (AES-256-CBC, key derived by PBKDF2 as Node and OpenSSL do it). */
  readonly passphrase?: string | undefined;
}

/** Where {@link writeKeyPair} put the two halves. */
export interface WrittenKeyPair {
  readonly privateFile: string;
  readonly publicFile: string;
  readonly id: string;
}

/** Makes a P-256 key pair. @throws {AuditError} `key` where the passphrase is empty. */
export function generateKey({ passphrase }: KeyOptions = {}): KeyPair {
  if (passphrase === '') {
    throw new AuditError('key', 'The passphrase is empty.', { wayOut: 'Give a passphrase, or none at all.' });
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString();
  const { pem, id } = publicKeyFrom(publicKey, 'a new key');
  return { privatePem, publicPem: pem, id };
}

/**
 * Makes a key pair and writes it to `path` (readable by its owner alone) and, beside it, `release.pub.pem` for
 * `release.pem`.
 *
 * @throws {AuditError} `output` where either file exists already, or cannot be written: then neither is left behind.
 */
export async function writeKeyPair(path: string, options: KeyOptions = {}): Promise<WrittenKeyPair> {
  const publicFile = publicFileOf(path);
  for (const file of [path, publicFile]) if (await exists(file)) throw refusal(file);
  const pair = generateKey(options);
  await makeFolder(dirname(path));
  await writeNew(path, pair.privatePem, 0o600);
  try {
    await writeNew(publicFile, pair.publicPem, 0o644);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { privateFile: path, publicFile, id: pair.id };
}

/** `release.pub.pem` for `release.pem` and for `release`. */
export function publicFileOf(privateFile: string): string {
  return `${privateFile.replace(/\.pem$/, '')}.pub.pem`;
}

/** Never by renaming, which would replace a file that came into being meanwhile. */
async function writeNew(file: string, content: string, mode: number): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx', mode, flush: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw refusal(file);
    await rm(file, { force: true });
    throw outputError(file, error);
  }
}

function refusal(file: string): AuditError {
  return new AuditError('output', 'This file exists already, and keys are never overwritten.', {
    place: { file },
    wayOut: 'Choose another name; move the old key away only if nothing is signed with it any more.',
  });
}
