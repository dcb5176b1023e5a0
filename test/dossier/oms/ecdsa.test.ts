import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isSignedBy, signBytes } from '../../../src/dossier/oms/ecdsa.js';
import { newKey, publishedKey } from '../make-dossier.js';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

describe('ECDSA', () => {
  it('gives the signature of RFC 6979, A.2.5, for "sample" with SHA-256, with s in its lower form', async () => {
    const { r, s } = parts(await signBytes(publishedKey(), Buffer.from('sample')));
    const published = 0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n;
    expect(r).toBe(0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n);
    expect(s).toBe(order - published);
  });

  it('accepts the high s that RFC 6979 prints, as other signers write it', async () => {
    const key = publishedKey();
    const { r, s } = parts(await signBytes(key, Buffer.from('sample')));
    expect(isSignedBy(key.publicKey, Buffer.from('sample'), der(r, order - s))).toBe(true);
    expect(isSignedBy(key.publicKey, Buffer.from('sample'), der(r, order - s - 1n))).toBe(false);
  });

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'signs the same bytes the same way on %s, and only those bytes verify',
    async (curve) => {
      const key = newKey(curve);
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
          const signature = await signBytes(key, bytes);
          expect(await signBytes(key, bytes)).toEqual(signature);
          expect(isSignedBy(key.publicKey, bytes, signature)).toBe(true);
          expect(isSignedBy(key.publicKey, Buffer.concat([bytes, Buffer.of(0)]), signature)).toBe(false);
          expect(isSignedBy(newKey(curve).publicKey, bytes, signature)).toBe(false);
        }),
        { numRuns: 10 },
      );
    },
  );
});

function parts(signature: Buffer): { r: bigint; s: bigint } {
  const rLength = signature.readUInt8(3);
  const r = signature.subarray(4, 4 + rLength);
  return { r: number(r), s: number(signature.subarray(6 + rLength)) };
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function der(r: bigint, s: bigint): Buffer {
  const integers = [r, s].flatMap((value) => {
    const hex = value.toString(16);
    const plain = [...Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')];
    const bytes = (plain[0] ?? 0) > 127 ? [0, ...plain] : plain;
    return [2, bytes.length, ...bytes];
  });
  return Buffer.from([0x30, integers.length, ...integers]);
}
