/** How many bins scores are put into. */
export const scoreBins = 10;

/** The edges between and around bins of equal width: 0, 0.1 … 1. */
export const scoreEdges: readonly number[] = Array.from({ length: scoreBins + 1 }, (_, k) => k / scoreBins);

/** The bin of equal width that a score lies in: bin k is [k/10, (k + 1)/10), the last one closed. @param score in [0, 1] */
export function widthBinOf(score: number): number {
  // Multiplying rounds; comparing with the edges themselves does not.
  let k = Math.min(scoreBins - 1, Math.floor(score * scoreBins));
  while (k > 0 && score < (scoreEdges[k] ?? 0)) k -= 1;
  while (k < scoreBins - 1 && score >= (scoreEdges[k + 1] ?? 1)) k += 1;
  return k;
}
