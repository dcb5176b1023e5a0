import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, safeText } from '../base/index.js';
import { recordFormat } from '../record/index.js';

/** What a dossier's card says of the files around it. */
export interface Card {
  /** The whole record, as it was parsed: of the right format, and nothing more is known of its shape. */
  readonly record: unknown;
  /** The variant's files, and the hash over them. */
  readonly variant: VariantFiles;
  /** SHA-256 of every file of evidence in lower-case hex, by name. */
  readonly evidence: ReadonlyMap<string, string>;
}

/** The files of the model that a card is about. */
export interface VariantFiles {
  readonly file: string;
  /** As {@link sha256OfModel} has it. */
  readonly sha256: string;
  readonly externalData: readonly string[];
}

/** A card, or why there is none. `reason` goes on after "cannot be read:" and is safe to show. */
export type CardReading =
  { readonly kind: 'read'; readonly card: Card } | { readonly kind: 'refused'; readonly reason: string };

const maxCardBytes = 256 * 1024 * 1024;

/** Reads a `card.json`. @throws what the file system says. */
export async function readCard(path: string): Promise<CardReading> {
  const { size } = await stat(path);
  if (size > maxCardBytes) return { kind: 'refused', reason: `it is larger than ${maxCardBytes} bytes` };
  const bytes = await readFile(path);
  let record: unknown;
  try {
    record = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return { kind: 'refused', reason: `it is not JSON in UTF-8 (${safeText(messageOf(error), 120)})` };
  }
  const parsed = schema.safeParse(record);
  if (!parsed.success) {
    return { kind: 'refused', reason: `it is not a record (${safeText(z.prettifyError(parsed.error), 240)})` };
  }
  const { variant, provenance } = parsed.data;
  return { kind: 'read', card: { record, variant, evidence: new Map(Object.entries(provenance.evidence)) } };
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex');

const schema = z.looseObject({
  format: z.literal(recordFormat),
  variant: z.looseObject({ file: z.string(), sha256: hash, externalData: z.array(z.string()) }),
  provenance: z.looseObject({ evidence: z.record(z.string(), hash) }),
});
