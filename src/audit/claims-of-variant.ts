import { quoted } from '../base/index.js';
import { judgeClaims, leaveUndecided, type ClaimFacts, type JudgedClaim } from '../claims/index.js';
import type { LoadedPlan } from './load-plan.js';

/**
 * The plan's claims about one variant, judged.
 *
 * A variant that the plan does not know may be the one that a claim means under another name: claims about variants that are
 * not audited stay with it, undecided, so that none is dropped in silence. A variant that the plan knows answers for its own.
 */
export function claimsOfVariant(
  { plan, variants, unplanned = [] }: Pick<LoadedPlan, 'plan' | 'variants' | 'unplanned'>,
  name: string,
  facts: ClaimFacts,
): readonly JudgedClaim[] {
  const audited = new Set(variants.map((variant) => variant.name));
  return plan.claims.flatMap((claim) => {
    const { about } = claim;
    if (about === undefined || about === name) return judgeClaims([claim], facts);
    if (audited.has(about) || !unplanned.includes(name)) return [];
    const reason = `The plan states this about ${quoted(about)}, which is not audited here; whether it means ${quoted(name)}, which the plan does not know, is open.`;
    return leaveUndecided([claim], reason);
  });
}
