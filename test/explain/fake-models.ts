import type { Predict } from '../../src/explain/index.js';

/** A model that scores each row alone, so that batches cannot matter. */
export type RowScore = (row: Float32Array) => number;

/** Several models at once; `seen` collects a copy of every row that they were asked about. */
export function predictWith(models: readonly RowScore[], seen: Float32Array[] = []): Predict {
  return (rows) => {
    seen.push(...rows.map((row) => row.slice()));
    return Promise.resolve(models.map((score) => Float64Array.from(rows, score)));
  };
}

/** The mean over the pixels that `isInside` names, for pictures of one channel. */
export function meanWhere(width: number, isInside: (x: number, y: number) => boolean): RowScore {
  return (row) => {
    let sum = 0;
    let count = 0;
    for (const [p, value] of row.entries()) {
      if (!isInside(p % width, Math.floor(p / width))) continue;
      sum += value;
      count += 1;
    }
    return sum / count;
  };
}
