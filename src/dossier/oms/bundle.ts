import { z } from 'zod';
import { payloadType } from './dsse.js';
import { readStrictJson, type Reading } from './strict-json.js';

const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** No signature is larger: one over a hundred thousand files takes about 20 MB. */
export const maxBundleBytes = 64 * 1024 * 1024;

/** A Sigstore bundle with one signature by a plain key, taken apart. */
export interface Bundle {
  /** The id of the key that signed, says the bundle; nothing protects this. */
  readonly keyHint: string | undefined;
  /** The statement, byte for byte as it was signed. */
  readonly payload: Buffer;
  /** ECDSA, in DER. */
  readonly signature: Buffer;
}

/** Reads a bundle; one with more in it than can be checked here is refused. */
export function readBundle(bytes: Uint8Array): Reading<Bundle> {
  if (bytes.length > maxBundleBytes) return { kind: 'refused', reason: `it is larger than ${maxBundleBytes} bytes` };
  const reading = readStrictJson(bytes, schema);
  if (reading.kind === 'refused') return reading;
  const { verificationMaterial, dsseEnvelope } = reading.value;
  const [{ sig }] = dsseEnvelope.signatures;
  const { hint } = verificationMaterial.publicKey;
  return {
    kind: 'read',
    value: {
      // In protobuf's JSON an empty text is the same as none.
      keyHint: hint === '' ? undefined : hint,
      payload: Buffer.from(dsseEnvelope.payload, 'base64'),
      signature: Buffer.from(sig, 'base64'),
    },
  };
}

/** Writes a bundle in one form only, byte for byte that of the reference tool (`model-signing` 1.1.1). */
export function formatBundle({ keyHint, payload, signature }: Bundle): string {
  return JSON.stringify({
    mediaType,
    verificationMaterial: { publicKey: { hint: keyHint }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signature.toString('base64'), keyid: '' }],
    },
  });
}

const base64 = z
  .string()
  .refine((text) => text !== '' && Buffer.from(text, 'base64').toString('base64') === text, 'malformed base64');

const schema = z.strictObject({
  mediaType: z.literal(mediaType),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: z.string().optional() }),
    // Entries of a transparency log would go unchecked.
    tlogEntries: z.array(z.unknown()).max(0, 'entries of a transparency log are not known here').optional(),
  }),
  dsseEnvelope: z.strictObject({
    payload: base64,
    payloadType: z.literal(payloadType),
    // A second signature would go unchecked.
    signatures: z.tuple([z.strictObject({ sig: base64, keyid: z.literal('').optional() })]),
  }),
});
