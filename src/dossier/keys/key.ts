import { createPublicKey, type KeyObject } from 'node:crypto';
import { AuditError, listed, quoted, sha256 } from '../../base/index.js';
import { curves, type Curve } from './curves.js';

/** A key that checks signatures. */
export interface PublicKey {
  readonly kind: 'public';
  readonly curve: Curve;
  readonly keyObject: KeyObject;
  /** SubjectPublicKeyInfo as PEM, with LF line ends. */
  readonly pem: string;
  /** Lower-case hex SHA-256 of `pem`: the hint that bundles carry. */
  readonly id: string;
}

/** A key that signs, and the public key that checks what it signed. */
export interface PrivateKey {
  readonly kind: 'private';
  readonly curve: Curve;
  readonly keyObject: KeyObject;
  readonly publicKey: PublicKey;
}

const wayOut = 'Make a key with: audit keygen --out release.pem';

/** @throws {AuditError} `key` where the key is not on one of the three curves. */
export function publicKeyFrom(keyObject: KeyObject, file: string): PublicKey {
  const curve = curveOf(keyObject, file);
  // By way of a JWK, because the key's id must not depend on whether its file compresses the point.
  const plain = createPublicKey({ key: keyObject.export({ format: 'jwk' }), format: 'jwk' });
  const pem = plain.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\r\n', '\n');
  return { kind: 'public', curve, keyObject: plain, pem, id: sha256(pem) };
}

/** @throws {AuditError} `key` where the key is not on one of the three curves. */
export function privateKeyFrom(keyObject: KeyObject, file: string): PrivateKey {
  const curve = curveOf(keyObject, file);
  return { kind: 'private', curve, keyObject, publicKey: publicKeyFrom(createPublicKey(keyObject), file) };
}

function curveOf(keyObject: KeyObject, file: string): Curve {
  const type = keyObject.asymmetricKeyType ?? 'unknown';
  const names = listed(curves.map(({ name }) => name));
  if (type !== 'ec') {
    const found = type.startsWith('rsa') ? `an RSA key` : `a key of type ${quoted(type)}`;
    throw new AuditError('key', `Expected an elliptic-curve key (${names}), found ${found}.`, {
      place: { file },
      wayOut,
    });
  }
  const found = keyObject.asymmetricKeyDetails?.namedCurve;
  const curve = curves.find(({ namedCurve }) => namedCurve === found);
  if (curve) return curve;
  throw new AuditError('key', `Expected a key on one of the curves ${names}, found ${quoted(found ?? 'no name')}.`, {
    place: { file },
    wayOut,
  });
}
