import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, safeText, sha256OfFile } from '../base/index.js';
import { recordFormat } from '../record/index.js';
import type { Contents, Problem } from './contents.js';
import { layout } from './layout.js';
import { whyCollidingNames } from './oms/names.js';

/** SHA-256 in lower-case hex by file name, as the card gives them. */
export type EvidenceHashes = ReadonlyMap<string, string>;

/** The hashes in a card, or why there are none. `reason` goes on after "cannot be read:" and is safe to show. */
export type EvidenceReading =
  { readonly kind: 'read'; readonly hashes: EvidenceHashes } | { readonly kind: 'refused'; readonly reason: string };

const maxCardBytes = 256 * 1024 * 1024;

/** Reads the hashes of all evidence from a `card.json`. @throws what the file system says. */
export async function readEvidenceHashes(path: string): Promise<EvidenceReading> {
  const { size } = await stat(path);
  if (size > maxCardBytes) return { kind: 'refused', reason: `it is larger than ${maxCardBytes} bytes` };
  const bytes = await readFile(path);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return { kind: 'refused', reason: `it is not JSON in UTF-8 (${safeText(messageOf(error), 120)})` };
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    return { kind: 'refused', reason: `it is not a record (${safeText(z.prettifyError(parsed.error), 240)})` };
  }
  return { kind: 'read', hashes: new Map(Object.entries(parsed.data.provenance.evidence)) };
}

/** What differs between the evidence folder and the hashes in the card; the card's names are only compared. */
export async function compareEvidence(
  { files, strays }: Contents,
  hashes: EvidenceHashes,
  signal?: AbortSignal,
): Promise<Problem[]> {
  const problems = [...strays];
  const missing = new Map(hashes);
  for (const { name, path } of files) {
    const expected = missing.get(name);
    missing.delete(name);
    if (expected === undefined) problems.push({ file: name, problem: `is not named in ${layout.cardJson}` });
    else if (expected !== (await sha256OfFile(path, signal))) {
      problems.push({ file: name, problem: `differs from what ${layout.cardJson} says of it` });
    }
  }
  for (const name of missing.keys())
    problems.push({ file: name, problem: `is named in ${layout.cardJson} and missing` });
  const collision = whyCollidingNames(files.map(({ name }) => name));
  if (collision !== undefined) {
    problems.push({ file: '', problem: `holds names that some systems cannot tell apart: ${collision}` });
  }
  return problems;
}

const schema = z.looseObject({
  format: z.literal(recordFormat),
  provenance: z.looseObject({
    evidence: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex')),
  }),
});
