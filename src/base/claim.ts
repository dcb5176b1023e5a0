/** How a claim holds what was found against its value. */
export type ClaimComparator = 'at_most' | 'at_least' | 'equals';

/** A sentence about size, latency, privacy …, as its publisher states it. */
export interface Claim {
  readonly id: string;
  readonly text: string;
  /** What it is held against, as the plan names it; absent for free text, as are the next two. */
  readonly metric?: string | undefined;
  readonly comparator?: ClaimComparator | undefined;
  /** In the metric's own unit. */
  readonly value?: number | undefined;
}
