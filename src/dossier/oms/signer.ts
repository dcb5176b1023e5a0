import type { PublicKey } from '../keys/key.js';
import type { Bundle } from './bundle.js';
import { payloadType, preAuthenticationEncoding } from './dsse.js';
import { isSignedBy } from './ecdsa.js';

/** Who signed a bundle, as far as one key can tell. */
export type Signer =
  | { readonly kind: 'given-key' }
  /** No key was given, or the bundle names another one. */
  | { readonly kind: 'unknown'; readonly keyHint: string | undefined }
  /** The bundle was tampered with. */
  | { readonly kind: 'forged'; readonly problem: string };

/**
 * Judges a bundle's signature by a key.
 *
 * The bundle's hint is not signed, so the key is tried whatever the hint says: a hint that was changed does not pass.
 */
export function signerOf(bundle: Bundle, key: PublicKey | undefined): Signer {
  const { keyHint, payload, signature } = bundle;
  if (!key) return { kind: 'unknown', keyHint };
  const isOtherKey = keyHint !== undefined && keyHint !== key.id;
  const isSigned = isSignedBy(key, preAuthenticationEncoding(payloadType, payload), signature);
  if (isSigned && isOtherKey) {
    return {
      kind: 'forged',
      problem: 'was changed after signing: it was signed with the given key and names another one',
    };
  }
  if (isSigned) return { kind: 'given-key' };
  if (isOtherKey) return { kind: 'unknown', keyHint };
  return { kind: 'forged', problem: 'has a signature that the given key did not make over what it says' };
}
