import { sliceKey, type Slice } from '../base/index.js';
import { prime, rowsOf } from './computable.js';

/**
 * A row of numbers for every slice, such that slices add up to others exactly where their rows do: what a {@link Span} needs.
 *
 * Attributes that some slice crosses stand together, over the combinations of their values; others each for itself. All they share is
 * that the values of each make up everyone. So rows stay short where many attributes are not crossed.
 *
 * @param limit combinations of attributes that are crossed, at most
 * @returns nothing where there are more
 */
export function sliceRows(slices: readonly Slice[], limit: number): readonly Int32Array[] | undefined {
  const blocks = blocksOf(slices).map((attributes) => {
    const own = slices.filter((slice) => slice.length > 0 && slice.every(({ attribute }) => attributes.has(attribute)));
    const rows = rowsOf(own, limit);
    return rows && { own, rows, width: rows[0]?.length ?? 0 };
  });
  const known = blocks.filter((block) => block !== undefined);
  if (known.length < blocks.length) return undefined;
  const width = 1 + known.reduce((sum, block) => sum + Math.max(0, block.width - 1), 0);
  const made = new Map<string, Int32Array>([[sliceKey([]), unit(width)]]);
  let offset = 1;
  for (const block of known) {
    for (const [i, slice] of block.own.entries())
      made.set(sliceKey(slice), placed(block.rows[i] ?? new Int32Array(0), offset, width));
    offset += Math.max(0, block.width - 1);
  }
  return slices.map((slice) => made.get(sliceKey(slice)) ?? new Int32Array(width));
}

/** Everyone: 1 in the first place. */
function unit(width: number): Int32Array {
  const row = new Int32Array(width);
  row[0] = 1;
  return row;
}

/** A row of a block, with everyone in place of its last combination, which is everyone without the others. */
function placed(row: Int32Array, offset: number, width: number): Int32Array {
  const made = new Int32Array(width);
  const last = row[row.length - 1] ?? 0;
  made[0] = last;
  for (let i = 0; i < row.length - 1; i++) made[offset + i] = ((row[i] ?? 0) - last + prime) % prime;
  return made;
}

/** Attributes that slices cross, directly or by way of others. */
function blocksOf(slices: readonly Slice[]): readonly ReadonlySet<string>[] {
  let blocks: ReadonlySet<string>[] = [];
  for (const slice of slices) {
    if (slice.length === 0) continue;
    const names = slice.map(({ attribute }) => attribute);
    const touched = blocks.filter((block) => names.some((name) => block.has(name)));
    if (touched.length === 1 && names.every((name) => touched[0]?.has(name) === true)) continue;
    blocks = [
      ...blocks.filter((block) => !touched.includes(block)),
      new Set([...touched.flatMap((b) => [...b]), ...names]),
    ];
  }
  return blocks;
}
