import { compareText, type Slice } from '../base/index.js';
import { modalAnswers } from './modal-answer.js';
import type { Outcome, OutcomeSpec } from './outcome.js';
import type { ScoredExample } from './scored-example.js';
import type { ModelPair } from './tally-outcomes.js';

/** A flipped example and the slice it stands for. */
export interface Exemplar {
  readonly slice: Slice;
  readonly example: ScoredExample;
}

/**
 * Picks the examples that lost a right answer in the given slices (for a regression: whose error grew), surest first: by how
 * much score the truth lost. No two of one unit, and slices take turns.
 *
 * With several trainings of a side, an example's answer is that of most of them, and its score the mean over them.
 *
 * @param pairs the models compared, by their positions: one pair, or one a pair of trainings
 * @param slices worst first
 */
export async function pickExemplars(
  examples: AsyncIterable<readonly ScoredExample[]>,
  options: {
    readonly spec: OutcomeSpec;
    readonly attributes: readonly string[];
    readonly pairs: readonly ModelPair[];
    readonly slices: readonly Slice[];
    readonly count: number;
    readonly hasUnits: boolean;
  },
): Promise<readonly Exemplar[]> {
  const { slices, count } = options;
  if (count === 0 || slices.length === 0) return [];
  const best = slices.map(() => new Shortlist(count * 4));
  for await (const batch of examples) {
    for (const example of batch) {
      const loss = lossOf(example, options.spec, options.pairs);
      if (loss === undefined) continue;
      const key = keyOf(example, options.hasUnits);
      for (const [i, slice] of slices.entries()) {
        if (contains(slice, example, options.attributes)) best[i]?.add(key, example, loss);
      }
    }
  }
  const taken = new Set<string>();
  const picked: Exemplar[] = [];
  for (let round = 0; round < count * 4 && picked.length < count; round++) {
    for (const [i, slice] of slices.entries()) {
      const candidate = best[i]?.sorted().find(({ example }) => !taken.has(keyOf(example, options.hasUnits)));
      if (!candidate || picked.length >= count) continue;
      taken.add(keyOf(candidate.example, options.hasUnits));
      picked.push({ slice, example: candidate.example });
    }
  }
  return picked.sort((a, b) => slices.indexOf(a.slice) - slices.indexOf(b.slice));
}

function keyOf(example: ScoredExample, hasUnits: boolean): string {
  return hasUnits ? `unit ${example.unit}` : `row ${example.row}`;
}

function contains(slice: Slice, example: ScoredExample, attributes: readonly string[]): boolean {
  return slice.every(({ attribute, value }) => example.attributes[attributes.indexOf(attribute)] === value);
}

/** How much the truth lost, where it lost; nothing for an example that did not flip from right to wrong. */
function lossOf(example: ScoredExample, spec: OutcomeSpec, pairs: readonly ModelPair[]): number | undefined {
  if (example.result.kind === 'skipped') return undefined;
  const { outcomes } = example.result;
  const mean = (side: 'baseline' | 'variant', of: (outcome: Outcome) => number): number => {
    const models = [...new Set(pairs.map((pair) => pair[side]))];
    return models.reduce((sum, model) => {
      const outcome = outcomes[model];
      if (!outcome) throw new RangeError(`row ${example.row} has no outcome of model ${model}`);
      return sum + of(outcome) / models.length;
    }, 0);
  };
  if (spec.task === 'regression') {
    const error = (outcome: Outcome): number => Math.abs(scoreOf(outcome, 0) - Number(example.label));
    const grown = mean('variant', error) - mean('baseline', error);
    return grown > 0 ? grown : undefined;
  }
  const truth = (spec.task === 'binary' ? spec.labels : spec.classes).indexOf(example.label);
  const answers = modalAnswers(example, spec, pairs);
  if (answers?.baseline !== truth || answers.variant === truth) return undefined;
  const score = (outcome: Outcome): number => scoreOf(outcome, truth);
  return mean('baseline', score) - mean('variant', score);
}

/** The score that an outcome gives a class, by index. */
export function scoreOf(outcome: Outcome, index: number): number {
  if (outcome.kind === 'score') return index === 1 ? outcome.score : 1 - outcome.score;
  return outcome.kind === 'scores' ? (outcome.scores[index] ?? 0) : outcome.value;
}

interface Candidate {
  readonly example: ScoredExample;
  readonly loss: number;
}

/** Keeps the few largest, the best one of each key, in constant memory. */
class Shortlist {
  readonly #limit: number;
  #byKey = new Map<string, Candidate>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(key: string, example: ScoredExample, loss: number): void {
    const [candidate, earlier] = [{ example, loss }, this.#byKey.get(key)];
    if (earlier && byLoss(earlier, candidate) <= 0) return;
    this.#byKey.set(key, candidate);
    if (this.#byKey.size < this.#limit * 2) return;
    const kept = [...this.#byKey].sort(([, a], [, b]) => byLoss(a, b)).slice(0, this.#limit);
    this.#byKey = new Map(kept);
  }

  sorted(): readonly Candidate[] {
    return [...this.#byKey.values()].sort(byLoss);
  }
}

function byLoss(a: Candidate, b: Candidate): number {
  return b.loss - a.loss || compareText(a.example.id, b.example.id);
}
