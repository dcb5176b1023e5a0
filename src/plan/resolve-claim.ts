import { didYouMean, listed, quoted } from '../base/index.js';
import type { Refuse } from './refuse.js';
import type { PlanFile } from './schema.js';
import type { ClaimPlan } from './types.js';
import type { PlanVocabulary } from './vocabulary.js';

/** One claim; it is about a variant that there is, and held against a metric that there is by exactly one comparator. @param i its place in the list */
export function resolveClaim(
  claim: PlanFile['claims'][number],
  i: number,
  file: PlanFile,
  vocabulary: PlanVocabulary,
  refuse: Refuse,
): ClaimPlan {
  const variants = Object.keys(file.variants);
  if (claim.about !== undefined && !variants.includes(claim.about)) {
    refuse(
      ['claims', i, 'about'],
      `The claim ${quoted(claim.id)} is about ${quoted(claim.about)}, which is no variant.`,
      [`The variants are: ${listed(variants)}.`, didYouMean(claim.about, variants)].filter(Boolean).join(' '),
    );
  }
  const comparators = (['at_most', 'at_least', 'equals'] as const).filter((word) => claim[word] !== undefined);
  const [comparator] = comparators;
  if (claim.metric === undefined) {
    if (comparator)
      refuse(['claims', i], `The claim ${quoted(claim.id)} has a value but no metric to hold it against.`);
    return { id: claim.id, text: claim.text, about: claim.about };
  }
  if (!vocabulary.claimMetrics.includes(claim.metric)) {
    refuse(
      ['claims', i, 'metric'],
      `There is no claim metric ${quoted(claim.metric)}.`,
      [didYouMean(claim.metric, vocabulary.claimMetrics), `There are: ${listed(vocabulary.claimMetrics, 40)}.`]
        .filter(Boolean)
        .join(' '),
    );
  }
  if (comparator === undefined || comparators.length > 1) {
    return refuse(['claims', i], `The claim ${quoted(claim.id)} needs exactly one of at_most, at_least and equals.`);
  }
  return {
    id: claim.id,
    text: claim.text,
    about: claim.about,
    metric: claim.metric,
    comparator,
    value: claim[comparator],
  };
}
