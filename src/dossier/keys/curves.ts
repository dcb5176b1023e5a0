/** The elliptic curves of OpenSSF Model Signing, by the name that JSON Web Keys give them. */
export type CurveName = 'P-256' | 'P-384' | 'P-521';

/** A curve and the hash that goes with it: the pairs are fixed, so a bundle need not name them. */
export interface Curve {
  readonly name: CurveName;
  /** As OpenSSL calls it. */
  readonly namedCurve: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  /** Of a private key. */
  readonly scalarBytes: number;
}

/** Every curve that keys may lie on. */
export const curves: readonly Curve[] = [
  { name: 'P-256', namedCurve: 'prime256v1', hash: 'sha256', scalarBytes: 32 },
  { name: 'P-384', namedCurve: 'secp384r1', hash: 'sha384', scalarBytes: 48 },
  { name: 'P-521', namedCurve: 'secp521r1', hash: 'sha512', scalarBytes: 66 },
];
