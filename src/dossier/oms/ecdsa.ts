import { createHash, verify } from 'node:crypto';
import type { CurveName } from '../keys/curves.js';
import type { PrivateKey, PublicKey } from '../keys/key.js';

/**
 * Signs bytes with ECDSA, in DER. The nonce comes from the key and the bytes (RFC 6979) and `s` is the lower of the two
 * that are valid, so that the same bytes always get the same signature.
 */
export async function signBytes(key: PrivateKey, bytes: Uint8Array): Promise<Buffer> {
  // Not Node's own ECDSA: its nonces are random, and a dossier must come out the same on every run.
  const { p256, p384, p521 } = await import('@noble/curves/nist.js');
  const algorithms = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } satisfies Record<CurveName, unknown>;
  const digest = createHash(key.curve.hash).update(bytes).digest();
  const secret = scalarOf(key);
  try {
    const options = { prehash: false, lowS: true, format: 'der', extraEntropy: false } as const;
    return Buffer.from(algorithms[key.curve.name].sign(digest, secret, options));
  } finally {
    secret.fill(0);
  }
}

/** Whether a DER signature over bytes was made with the private half of a key; a high `s` is as good as a low one. */
export function isSignedBy(key: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify(key.curve.hash, bytes, { key: key.keyObject, dsaEncoding: 'der' }, signature);
}

function scalarOf(key: PrivateKey): Buffer {
  const { d } = key.keyObject.export({ format: 'jwk' });
  if (d === undefined) throw new TypeError('a private key without a private part');
  const scalar = Buffer.alloc(key.curve.scalarBytes);
  const bytes = Buffer.from(d, 'base64url');
  bytes.copy(scalar, scalar.length - bytes.length);
  bytes.fill(0);
  return scalar;
}
