import { claimMetrics, type ClaimFacts, type ClaimMetric, type FoundValue } from './claim-metrics.js';

/** A claim as a plan states it. */
export interface StatedClaim {
  readonly id: string;
  readonly text: string;
  readonly metric?: string | undefined;
  readonly comparator?: 'at_most' | 'at_least' | 'equals' | undefined;
  readonly value?: number | undefined;
}

/** A claim with where its figure comes from and how it fares. */
export interface ClaimJudgement extends StatedClaim {
  readonly title?: string | undefined;
  readonly found?: { readonly value: number; readonly interval?: ClaimInterval | undefined } | undefined;
  readonly source: 'recomputed' | 'measured' | 'evidence' | 'declared';
  readonly result: 'holds' | 'contradicted' | 'undecided' | 'unchecked';
  readonly reason: string;
}

export interface ClaimInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly simultaneousOver: number;
  readonly method: string;
}

/**
 * Gives every claim its source and result. What the files say decides exactly; what was measured decides only where its whole
 * interval lies on one side; free text stays declared and unchecked.
 */
export function judgeClaims(claims: readonly StatedClaim[], facts: ClaimFacts): readonly ClaimJudgement[] {
  return claims.map((claim) => {
    const metric = claimMetrics.find(({ name }) => name === claim.metric);
    if (claim.metric !== undefined && !metric) throw new RangeError(`no claim metric ${claim.metric}`);
    if (!metric || claim.comparator === undefined || claim.value === undefined) {
      return {
        ...claim,
        source: 'declared',
        result: 'unchecked',
        reason: 'Stated by the publisher; nothing here can check it.',
      };
    }
    return {
      ...claim,
      title: metric.title,
      source: metric.source,
      ...judgeValue(metric, metric.value(facts), claim.comparator, claim.value),
    };
  });
}

function judgeValue(
  metric: ClaimMetric,
  found: FoundValue,
  comparator: 'at_most' | 'at_least' | 'equals',
  value: number,
): Pick<ClaimJudgement, 'found' | 'result' | 'reason'> {
  if (found.kind === 'unknown') return { result: found.result, reason: found.reason };
  if (found.kind === 'exact') {
    const holds =
      comparator === 'at_most'
        ? found.value <= value
        : comparator === 'at_least'
          ? found.value >= value
          : found.value === value;
    return {
      found: { value: found.value },
      result: holds ? 'holds' : 'contradicted',
      reason: `${metric.definition} Computed from the files: ${show(found.value)}.`,
    };
  }
  const { lower, upper } = found;
  const result =
    comparator === 'at_most'
      ? side(upper <= value, lower > value)
      : comparator === 'at_least'
        ? side(lower >= value, upper < value)
        : side(false, lower > value || upper < value);
  const interval: ClaimInterval = { lower, upper, level: 0.95, simultaneousOver: 1, method: 'session-t' };
  const words = {
    holds: 'wholly on the right side',
    contradicted: 'wholly on the wrong side',
    undecided: 'across the claimed value',
  };
  return {
    found: { value: found.value, interval },
    result,
    reason: `Measured here: ${show(found.value)}, with an interval from ${show(lower)} to ${show(upper)}, ${words[result]}.`,
  };
}

function side(holds: boolean, contradicted: boolean): 'holds' | 'contradicted' | 'undecided' {
  return holds ? 'holds' : contradicted ? 'contradicted' : 'undecided';
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
