import { massOf, squaredMassOf, type Cell, type Metric, type PairTally } from '../../metrics/index.js';
import type { SearchTable } from './search-table.js';

/** Whether slices can be searched for a metric: those that are a plain share of the same examples on both sides. */
export function isSearchable(metric: Metric): boolean {
  return metric.pairing.kind === 'rate' && metric.pairing.weight === undefined;
}

/**
 * The relevant cells of a tally as a table to search.
 *
 * @param attributes those that may cut slices, in the order in which conditions are shown; all of the tally's unless given
 * @throws {RangeError} for a metric that is not searchable, or an attribute that the tally does not have
 */
export function searchTableOf(
  { frame, cells }: PairTally,
  metric: Metric,
  attributes: readonly string[] = frame.attributes,
): SearchTable {
  const { pairing } = metric;
  if (pairing.kind !== 'rate' || pairing.weight) throw new RangeError(`slices cannot be searched for ${metric.name}`);
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const outcome = (cell: Cell): number =>
    Number(pairing.isHit(cell, 'baseline')) + 2 * Number(pairing.isHit(cell, 'variant'));
  return {
    columns: attributes.map((name) => {
      const position = frame.attributes.indexOf(name);
      if (position < 0) throw new RangeError(`the tally has no attribute ${name}`);
      return { name, ...codesOf(relevant.map((cell) => cell.attributes[position] ?? '')) };
    }),
    outcomes: Uint8Array.from(relevant, outcome),
    counts: Float64Array.from(relevant, ({ count }) => count),
    units: frame.hasUnits ? codesOf(relevant.map(({ unit }) => unit)).codes : undefined,
    weights: frame.hasWeights
      ? { sums: Float64Array.from(relevant, massOf), squares: Float64Array.from(relevant, squaredMassOf) }
      : undefined,
  };
}

/** Texts as codes, numbered as they come. */
export function codesOf(texts: readonly string[]): { readonly values: readonly string[]; readonly codes: Int32Array } {
  const known = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    const code = known.get(text) ?? known.size;
    if (code === known.size) known.set(text, code);
    return code;
  });
  return { values: [...known.keys()], codes };
}
