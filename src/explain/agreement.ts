import { estimate, notEstimable, type Estimate } from '../base/index.js';

/**
 * How far two maps agree: Spearman's rank correlation, ties at their mean rank. 1: the same order of importance.
 *
 * @see Spearman 1904; Adebayo et al. 2018, "Sanity checks for saliency maps", use it on maps
 */
export function rankAgreement(a: ArrayLike<number>, b: ArrayLike<number>): Estimate {
  const x = ranks(a);
  const y = ranks(b);
  const mean = (x.length + 1) / 2;
  let covariance = 0;
  let varianceX = 0;
  let varianceY = 0;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - mean;
    const dy = (y[i] ?? 0) - mean;
    covariance += dx * dy;
    varianceX += dx * dx;
    varianceY += dy * dy;
  }
  if (varianceX === 0 || varianceY === 0) return notEstimable('one of the maps is the same everywhere');
  return estimate(Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceX * varianceY))));
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    const value = values[order[start] ?? 0];
    while (end < order.length && values[order[end] ?? 0] === value) end += 1;
    for (let k = start; k < end; k++) result[order[k] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
