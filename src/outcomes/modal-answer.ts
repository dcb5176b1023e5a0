import { answerOf, type OutcomeSpec } from './outcome.js';
import type { ScoredExample } from './scored-example.js';
import type { ModelPair } from './tally-outcomes.js';

/**
 * What most trainings answer; of answers that are equally frequent the one with the largest index.
 *
 * @param answers of at least one training
 * @see Hooker et al. 2019, "What do compressed deep neural networks forget?", section 3.1
 */
export function modalAnswer(answers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  let [modal, most] = [-1, 0];
  for (const [answer, count] of counts) {
    if (count > most || (count === most && answer > modal)) [modal, most] = [answer, count];
  }
  return modal;
}

/** What most trainings of either side answer for one example; nothing for a skipped one. */
export function modalAnswers(
  example: ScoredExample,
  spec: OutcomeSpec,
  pairs: readonly ModelPair[],
): { readonly baseline: number; readonly variant: number } | undefined {
  if (example.result.kind === 'skipped') return undefined;
  const { outcomes } = example.result;
  const side = (name: 'baseline' | 'variant'): number =>
    modalAnswer(
      [...new Set(pairs.map((pair) => pair[name]))].map((model) => {
        const outcome = outcomes[model];
        if (!outcome) throw new RangeError(`row ${example.row} has no outcome of model ${model}`);
        return answerOf(outcome, spec);
      }),
    );
  return { baseline: side('baseline'), variant: side('variant') };
}

/** So many compression-identified exemplars have these attributes. */
export interface ExemplarCount {
  readonly attributes: readonly string[];
  readonly count: number;
}

/**
 * Counts compression-identified exemplars: examples that most trainings of the variant answer otherwise than most of the baseline.
 *
 * @param variants the pairs of trainings of each variant
 * @returns a list a variant, sorted by attributes
 */
export async function countExemplars(
  examples: AsyncIterable<readonly ScoredExample[]>,
  spec: OutcomeSpec,
  variants: readonly (readonly ModelPair[])[],
): Promise<readonly (readonly ExemplarCount[])[]> {
  const counts = variants.map(() => new Map<string, { attributes: readonly string[]; count: number }>());
  for await (const batch of examples) {
    for (const example of batch) {
      for (const [i, pairs] of variants.entries()) {
        const answers = modalAnswers(example, spec, pairs);
        if (!answers || answers.baseline === answers.variant) continue;
        const key = JSON.stringify(example.attributes);
        const entry = counts[i]?.get(key) ?? { attributes: example.attributes, count: 0 };
        entry.count += 1;
        counts[i]?.set(key, entry);
      }
    }
  }
  return counts.map((byKey) => [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry));
}
