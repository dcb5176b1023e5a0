import { open } from 'node:fs/promises';
import { AuditError, isMissing, messageOf } from '../../base/index.js';

/** A file with one key in it. */
export interface KeyFile {
  readonly text: string;
  /** Between `-----BEGIN` and the dashes: `PRIVATE KEY`, `EC PRIVATE KEY` … */
  readonly label: string;
  readonly isEncrypted: boolean;
  /** The file's permission bits. */
  readonly mode: number;
}

const maxBytes = 64 * 1024;

/**
 * Reads a PEM file that holds one key; OpenSSL's `EC PARAMETERS` in front of it are passed over.
 *
 * @throws {AuditError} `key` where the file cannot be read, is not PEM, or holds none or more than one block.
 */
export async function readKeyFile(file: string): Promise<KeyFile> {
  const { text, mode } = await readText(file);
  const labels = [...text.matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----\s*$/gm)].map(([, label]) => label);
  const keys = labels.filter((label) => label !== 'EC PARAMETERS');
  const [label] = keys;
  if (label === undefined) {
    throw new AuditError(
      'key',
      'Expected a key in PEM, that is text with a line "-----BEGIN … KEY-----"; found none.',
      {
        place: { file },
        wayOut: 'Convert a DER key with: openssl pkey -inform DER -in key.der -out key.pem',
      },
    );
  }
  if (keys.length > 1) {
    throw new AuditError('key', `Expected one key in the file, found ${keys.length} PEM blocks.`, {
      place: { file },
      wayOut: 'Put each key into a file of its own.',
    });
  }
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: *4, *ENCRYPTED/m.test(text);
  return { text, label, isEncrypted, mode };
}

async function readText(file: string): Promise<{ text: string; mode: number }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode, size } = await handle.stat();
      if (size > maxBytes) throw new Error(`it has ${size} bytes, more than any key`);
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
      return { text: buffer.toString('utf8', 0, bytesRead), mode: mode & 0o777 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const message = isMissing(error)
      ? 'There is no such key file.'
      : `This key file could not be read: ${messageOf(error)}.`;
    throw new AuditError('key', message, {
      place: { file },
      wayOut: 'Check the path, or make a key pair with audit keygen.',
      cause: error,
    });
  }
}
