/**
 * The change of an error rate over what it was: 0.2 where 3.0 became 3.6. A group whose change lies above everyone's was hit harder.
 *
 * @returns NaN where it was 0
 * @see Hooker et al. 2020, "Characterising bias in compressed models", section 3
 */
export function normalisedChange(before: number, after: number): number {
  return before > 0 ? (after - before) / before : NaN;
}
