import { numberOf } from '../cells.js';
import type { NumericSummary, RowBatch } from './table.js';

/**
 * What the numbers in a column are like, in one pass in the order of the rows, so that the same table gives the same digits
 * (Welford 1962, "Note on a method for calculating corrected sums of squares and products").
 */
export async function summarise(column: string, batches: AsyncIterable<RowBatch>): Promise<NumericSummary> {
  let [rows, missing, notNumbers, count, mean, squares] = [0, 0, 0, 0, 0, 0];
  let [min, max, areWhole] = [Infinity, -Infinity, true];
  for await (const batch of batches) {
    rows += batch.count;
    for (const cell of batch.columns[column] ?? []) {
      const value = numberOf(cell);
      if (value === 'missing') missing += 1;
      else if (value === 'not-a-number') notNumbers += 1;
      else {
        count += 1;
        const step = value - mean;
        mean += step / count;
        squares += step * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
        areWhole &&= Number.isInteger(value);
      }
    }
  }
  const numbers = count === 0 ? undefined : { min, max, mean, std: Math.sqrt(squares / count), areWhole };
  return { rows, missing, notNumbers, numbers };
}
