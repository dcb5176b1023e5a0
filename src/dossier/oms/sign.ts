import type { Contents } from '../contents.js';
import type { PrivateKey } from '../keys/key.js';
import { formatBundle } from './bundle.js';
import { payloadType, preAuthenticationEncoding } from './dsse.js';
import { signBytes } from './ecdsa.js';
import { hashFiles } from './manifest.js';
import { formatStatement, rootDigest } from './statement.js';

/** What is signed, and by whom. */
export interface SignOptions {
  /** What `listContents` found in the folder. */
  readonly contents: Contents;
  /** The folder's name, which the statement carries. */
  readonly name: string;
  /** Where in the folder the signature will lie; it is left out of what is signed. */
  readonly signatureName: string;
  readonly key: PrivateKey;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs all files of a folder as OpenSSF Model Signing 1.0 does.
 *
 * @returns the bundle's text: the same for the same files and key.
 * @throws {AuditError} `dossier` where something in the folder cannot be signed.
 */
export async function signContents({ contents, name, signatureName, key, signal }: SignOptions): Promise<string> {
  const resources = await hashFiles(contents, signatureName, signal);
  const statement = { name, sha256: rootDigest(resources), resources, ignoredPaths: [signatureName] };
  const payload = Buffer.from(formatStatement(statement));
  const signature = await signBytes(key, preAuthenticationEncoding(payloadType, payload));
  return formatBundle({ keyHint: key.publicKey.id, payload, signature });
}
