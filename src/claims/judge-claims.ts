import type { Claim, ClaimComparator, Interval } from '../base/index.js';
import {
  claimMetrics,
  type ClaimFacts,
  type ClaimMetric,
  type ClaimTopic,
  type ClaimUnit,
  type FoundValue,
} from './claim-metrics.js';

/** Where the figure comes from that a claim is held against. */
export type ClaimSource = 'recomputed' | 'measured' | 'evidence' | 'declared';

/** How a claim fares; only free text, which nothing can check, stays `unchecked`. */
export type ClaimResult = 'holds' | 'contradicted' | 'undecided' | 'unchecked';

/** A claim with where its figure comes from and how it fares. */
export interface JudgedClaim extends Claim {
  /** The metric in words. */
  readonly title?: string | undefined;
  readonly unit?: ClaimUnit | undefined;
  readonly topic?: ClaimTopic | undefined;
  readonly found?: { readonly value: number; readonly interval?: Interval | undefined } | undefined;
  readonly source: ClaimSource;
  readonly result: ClaimResult;
  /** Why, in a sentence. */
  readonly reason: string;
}

/**
 * Gives every claim its source and result. What the files say decides exactly; what was measured decides only where its whole
 * interval lies on one side, and is undecided where it was not measured; free text stays declared and unchecked.
 *
 * @throws {RangeError} where a claim names a metric that is none
 */
export function judgeClaims(claims: readonly Claim[], facts: ClaimFacts): readonly JudgedClaim[] {
  return claims.map((claim) => {
    const metric = metricOf(claim);
    if (!metric || claim.comparator === undefined || claim.value === undefined) {
      return recorded(claim, metric, {
        result: 'unchecked',
        reason: 'Stated by the publisher; nothing here can check it.',
      });
    }
    return recorded(claim, metric, judgeValue(metric, metric.value(facts), claim.comparator, claim.value));
  });
}

/** Claims that cannot be held against anything in this audit, left undecided for the one reason given. */
export function leaveUndecided(claims: readonly Claim[], reason: string): readonly JudgedClaim[] {
  return claims.map((claim) => recorded(claim, metricOf(claim), { result: 'undecided', reason }));
}

function metricOf(claim: Claim): ClaimMetric | undefined {
  const metric = claimMetrics.find(({ name }) => name === claim.metric);
  if (claim.metric !== undefined && !metric) throw new RangeError(`no claim metric ${claim.metric}`);
  return metric;
}

type Judgement = Pick<JudgedClaim, 'found' | 'result' | 'reason'>;

/** A claim as the record holds it, its members in one order. */
function recorded(claim: Claim, metric: ClaimMetric | undefined, judgement: Judgement): JudgedClaim {
  return {
    id: claim.id,
    text: claim.text,
    metric: claim.metric,
    title: metric?.title,
    unit: metric?.unit,
    topic: metric?.topic,
    comparator: claim.comparator,
    value: claim.value,
    found: judgement.found,
    source: metric?.source ?? 'declared',
    result: judgement.result,
    reason: judgement.reason,
  };
}

function judgeValue(metric: ClaimMetric, found: FoundValue, comparator: ClaimComparator, value: number): Judgement {
  if (found.kind === 'unknown') return { result: 'undecided', reason: found.reason };
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
  const { interval } = found;
  const { lower, upper } = interval;
  const result =
    comparator === 'at_most'
      ? side(upper <= value, lower > value)
      : comparator === 'at_least'
        ? side(lower >= value, upper < value)
        : side(false, lower > value || upper < value);
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
