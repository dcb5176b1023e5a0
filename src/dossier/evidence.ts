import { sha256OfFile } from '../base/index.js';
import type { Contents, Problem } from './contents.js';
import { layout } from './layout.js';
import { whyCollidingNames } from './oms/names.js';

/** What differs between the evidence folder and the hashes in the card, by name; those names are only compared. */
export async function compareEvidence(
  { files, strays }: Contents,
  hashes: ReadonlyMap<string, string>,
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
