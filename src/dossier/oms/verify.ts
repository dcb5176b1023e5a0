import type { Contents, Problem } from '../contents.js';
import type { PublicKey } from '../keys/key.js';
import { readBundle } from './bundle.js';
import { compareWithStatement } from './compare.js';
import { signerOf } from './signer.js';
import { readStatement, rootDigest } from './statement.js';

/** What became of a signed folder. */
export type SignedContents =
  | { readonly kind: 'intact'; readonly signer: 'given-key' }
  /** As the signature says, but who made it is open. */
  | { readonly kind: 'intact'; readonly signer: 'unknown'; readonly keyHint: string | undefined }
  | { readonly kind: 'altered'; readonly problems: readonly Problem[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What is checked, against which signature and key. */
export interface VerifyOptions {
  /** What `listContents` found in the folder. */
  readonly contents: Contents;
  /** The bytes of the signature's file. */
  readonly bundle: Uint8Array;
  /** What the signature is called in problems; and its file, where it lies in the folder itself. */
  readonly signatureName: string;
  readonly publicKey?: PublicKey | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a folder against an OpenSSF Model Signing 1.0 bundle: first the signature over the exact bytes of the statement,
 * then the statement against every file. Stricter than the reference tool, see `docs/formats-signature.md`.
 *
 * @throws what the file system says of a file that cannot be read.
 */
export async function verifyContents(options: VerifyOptions): Promise<SignedContents> {
  const { contents, signatureName, publicKey, signal } = options;
  const bundle = readBundle(options.bundle);
  if (bundle.kind === 'refused') return unreadable(bundle.reason);

  const signer = signerOf(bundle.value, publicKey);
  if (signer.kind === 'forged') {
    return { kind: 'altered', problems: [{ file: signatureName, problem: signer.problem }] };
  }

  const statement = readStatement(bundle.value.payload);
  if (statement.kind === 'refused') return unreadable(statement.reason);
  const { sha256, resources } = statement.value;
  const problems = await compareWithStatement(contents, statement.value, signatureName, signal);
  if (sha256 !== rootDigest(resources)) {
    problems.unshift({
      file: signatureName,
      problem: 'contradicts itself: its total is not that of the files it names',
    });
  }
  if (problems.length > 0) return { kind: 'altered', problems };
  return signer.kind === 'given-key'
    ? { kind: 'intact', signer: 'given-key' }
    : { kind: 'intact', signer: 'unknown', keyHint: signer.keyHint };
}

function unreadable(reason: string): SignedContents {
  return { kind: 'unreadable', reason: `the signature cannot be read: ${reason}` };
}
