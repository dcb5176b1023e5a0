import { distance } from 'fastest-levenshtein';
import { quoted } from './safe-text.js';

/** The known name that was probably meant, or nothing where none is near. */
export function nearestName(found: string, known: readonly string[]): string | undefined {
  const best = known
    .map((name) => ({ name, far: distance(found.toLowerCase().slice(0, 200), name.toLowerCase().slice(0, 200)) }))
    .sort((a, b) => a.far - b.far)[0];
  return best && best.far < best.name.length && best.far <= Math.max(2, Math.floor(found.length / 3))
    ? best.name
    : undefined;
}

/** `Did you mean "…"?`, or nothing. */
export function didYouMean(found: string, known: readonly string[]): string | undefined {
  const name = nearestName(found, known);
  return name === undefined ? undefined : `Did you mean ${quoted(name)}?`;
}
