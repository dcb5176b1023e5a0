import type { SeenColumn } from './look-at-table.js';

/**
 * The column of numbers that another column sorts into few bands, told by their names: `age` for `age_band`, `age group` or
 * `ageRange`; nothing where a column is no band of another.
 */
function numbersBehind(band: SeenColumn, columns: readonly SeenColumn[]): SeenColumn | undefined {
  const stem = /^(.+?)[ _.-]?(?:band|group|range|bin|bucket|bracket)s?$/iu.exec(band.name)?.[1]?.toLowerCase();
  if (stem === undefined || band.hasMore) return undefined;
  return columns.find(
    ({ name, numbers, hasMore, values }) =>
      name.toLowerCase() === stem && numbers !== undefined && (hasMore || values.length > band.values.length),
  );
}

/** The columns without those that are bands of another: models read the numbers themselves. */
export function withoutBands(columns: readonly SeenColumn[]): readonly SeenColumn[] {
  return columns.filter((column) => !numbersBehind(column, columns));
}

/** The columns without numbers of which there are bands: slices are cut by the bands that somebody chose. */
export function withoutBanded(columns: readonly SeenColumn[]): readonly SeenColumn[] {
  const banded = new Set(columns.map((column) => numbersBehind(column, columns)));
  return columns.filter((column) => !banded.has(column));
}
