/** The only type of payload that is signed here: an in-toto statement. */
export const payloadType = 'application/vnd.in-toto+json';

/**
 * The bytes that are signed for a payload, so that its type and length are signed too.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md, "PAE": lengths count bytes.
 */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}
