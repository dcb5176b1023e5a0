import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { AuditError, quoted } from '../../base/index.js';
import { privateKeyFrom, publicKeyFrom, type PrivateKey, type PublicKey } from './key.js';
import { readKeyFile, type KeyFile } from './pem.js';

/** A private key and what its owner should know about how it is kept. */
export interface LoadedPrivateKey {
  readonly key: PrivateKey;
  /** Full sentences. */
  readonly warnings: readonly string[];
}

/**
 * Loads a private key on P-256, P-384 or P-521 from PKCS#8 or SEC 1 PEM.
 *
 * @throws {AuditError} `key` where the file holds something else, or the passphrase is missing or wrong.
 */
export async function loadPrivateKey(file: string, passphrase?: string): Promise<LoadedPrivateKey> {
  const found = await readKeyFile(file);
  refuseOtherThanPrivate(found.label, file);
  if (found.isEncrypted && (passphrase === undefined || passphrase === '')) {
    throw new AuditError('key', 'This private key is encrypted, and no passphrase was given.', {
      place: { file },
      wayOut: 'Give its passphrase in the variable FAIRWEIGHT_PASSPHRASE.',
    });
  }
  const key = privateKeyFrom(decode(found, file, passphrase), file);
  return { key, warnings: warningsAbout(found, file, passphrase) };
}

/**
 * Loads a public key on P-256, P-384 or P-521 from SubjectPublicKeyInfo PEM.
 *
 * @throws {AuditError} `key` where the file holds something else, a private key among them: a verifier has no use for
 *   one, and whoever hands it over should notice.
 */
export async function loadPublicKey(file: string): Promise<PublicKey> {
  const { text, label } = await readKeyFile(file);
  if (label.endsWith('PRIVATE KEY')) {
    throw new AuditError('key', 'Expected a public key, found a private one: keep it secret.', {
      place: { file },
      wayOut: `Give the public key (its file usually ends in .pub.pem), or make it with: openssl pkey -in key.pem -pubout`,
    });
  }
  if (label !== 'PUBLIC KEY') {
    throw new AuditError('key', `Expected "PUBLIC KEY" in PEM, found ${quoted(label)}.`, {
      place: { file },
      wayOut: 'Make the public key from the private one with: openssl pkey -in key.pem -pubout -out key.pub.pem',
    });
  }
  try {
    return publicKeyFrom(createPublicKey(text), file);
  } catch (error) {
    throw error instanceof AuditError ? error : damaged(file, error);
  }
}

function refuseOtherThanPrivate(label: string, file: string): void {
  if (['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'].includes(label)) return;
  if (label === 'PUBLIC KEY') {
    throw new AuditError('key', 'Expected a private key, found a public one: it cannot sign.', {
      place: { file },
      wayOut: 'Give the private key: the file beside it without ".pub" in its name.',
    });
  }
  throw new AuditError('key', `Expected "PRIVATE KEY" or "EC PRIVATE KEY" in PEM, found ${quoted(label)}.`, {
    place: { file },
    wayOut: 'Convert the key with: openssl pkey -in key -out key.pem (for OpenSSH keys: ssh-keygen -p -m pkcs8 -f key)',
  });
}

function decode({ text, isEncrypted }: KeyFile, file: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: text, ...(isEncrypted ? { passphrase } : {}) });
  } catch (error) {
    if (!isEncrypted) throw damaged(file, error);
    // A wrong passphrase cannot be told from a damaged key: now and then it decrypts to something with valid padding.
    throw new AuditError('key', 'This private key cannot be decrypted: the passphrase is wrong, or the file damaged.', {
      place: { file },
      wayOut: 'Check the passphrase with: openssl pkey -in key.pem -noout',
      cause: error,
    });
  }
}

function damaged(file: string, error: unknown): AuditError {
  return new AuditError('key', 'This file looks like a key in PEM, but what it holds cannot be decoded.', {
    place: { file },
    wayOut: 'Check it with: openssl pkey -in key.pem -noout (with -pubin for a public key)',
    cause: error,
  });
}

function warningsAbout({ mode, isEncrypted }: KeyFile, file: string, passphrase: string | undefined): string[] {
  const warnings: string[] = [];
  // Windows shows made-up permission bits.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const octal = mode.toString(8).padStart(4, '0');
    warnings.push(
      `Others on this machine may use the private key ${quoted(file)} (mode ${octal}): run chmod 600 on it.`,
    );
  }
  if (!isEncrypted && passphrase !== undefined) {
    warnings.push(`A passphrase was given, but the private key ${quoted(file)} is not encrypted.`);
  }
  return warnings;
}
