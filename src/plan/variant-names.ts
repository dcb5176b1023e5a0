import { quoted } from '../base/index.js';

/** Names in the output folder beside the variants' own folders, and the word for the full model. */
const taken: Readonly<Record<string, string>> = {
  baseline: 'is what the full model is called',
  'compare.html': 'is the page that compares all variants',
};

/**
 * Why a variant cannot have its name, as a sentence; nothing where it can.
 *
 * Variants become folders side by side, and many file systems do not tell `int8` from `INT8`.
 *
 * @param others names of the variants before it
 */
export function variantNameProblem(name: string, others: readonly string[]): string | undefined {
  const word = name.toLowerCase();
  const why = Object.hasOwn(taken, word) ? taken[word] : undefined;
  if (why !== undefined) return `No variant can be called ${quoted(name)}, which ${why}.`;
  const same = others.find((other) => other.toLowerCase() === word);
  if (same === undefined) return undefined;
  return same === name
    ? `Two variants would be called ${quoted(name)}.`
    : `The variants ${quoted(same)} and ${quoted(name)} differ in case only, which folders may not.`;
}
