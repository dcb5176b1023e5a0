import { posix } from 'node:path';
import { sha256OfFile, sha256OfModel } from '../base/index.js';
import type { VariantFiles } from './card.js';
import type { Contents, Problem } from './contents.js';
import { layout } from './layout.js';

/** What may lie in the model folder beside the model. */
const ours: readonly string[] = [layout.cardJson, layout.cardHtml, layout.cardMarkdown, layout.signature];

/**
 * What differs between the model folder and the model that the card is about: another model, files missing, files that the
 * card does not name. The card's names are only compared.
 */
export async function compareModel(
  { files }: Contents,
  variant: VariantFiles,
  options: {
    /** Files of which something is known to be wrong already: where one is the model's, nothing more is said of it. */
    readonly altered?: ReadonlySet<string> | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<Problem[]> {
  // A model may name its external data `./weights.bin`; the hash is over the name as it stands there.
  const wanted = [variant.file, ...variant.externalData].map((name) => ({ name, place: posix.normalize(name) }));
  const known = new Set([...ours, ...wanted.map(({ place }) => place)]);
  const problems: Problem[] = files
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({ file: name, problem: `is not named in ${layout.cardJson}` }));
  if (wanted.some(({ place }) => options.altered?.has(place))) return problems;
  const hashes: { name: string; sha256: string }[] = [];
  for (const { name, place } of wanted) {
    const found = files.find((file) => file.name === place);
    if (found) hashes.push({ name, sha256: await sha256OfFile(found.path, options.signal) });
    else problems.push({ file: place, problem: `is named in ${layout.cardJson} and missing` });
  }
  if (hashes.length === wanted.length && sha256OfModel(hashes) !== variant.sha256) {
    const what = wanted.length === 1 ? 'is' : 'is, with its external data,';
    problems.push({
      file: posix.normalize(variant.file),
      problem: `${what} not the model that ${layout.cardJson} is about`,
    });
  }
  return problems;
}
