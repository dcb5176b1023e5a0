import type { ModelFile } from '../outcomes/index.js';
import type { LoadedPlan } from './load-plan.js';

/** Which models make a variant's pairs of trainings, by their position among all that are run; its first pair first. */
export interface TrainingPairs {
  readonly pairs: readonly { readonly baseline: number; readonly variant: number }[];
  /** Training k of the variant was made from training k of the baseline. */
  readonly isPaired: boolean;
  /** How many trainings each side has. */
  readonly baselines: number;
  readonly variants: number;
}

/**
 * Every model that is run: the baseline, the variants, then the further trainings of each, in the plan's order. So the first ones
 * stand where they would without further trainings.
 */
export function modelsOf(loaded: Pick<LoadedPlan, 'baseline' | 'variants' | 'further'>): readonly ModelFile[] {
  return [loaded.baseline, ...loaded.variants, ...loaded.further.flatMap(({ trainings }) => trainings)];
}

/**
 * The pairs of trainings that a variant is compared over. With as many on both sides they are pairs; otherwise trainings take turns, so that
 * each is in a pair.
 */
export function trainingPairs(
  loaded: Pick<LoadedPlan, 'baseline' | 'variants' | 'further'>,
  variant: number,
): TrainingPairs {
  const baselines = positionsOf(loaded, 0);
  const variants = positionsOf(loaded, variant + 1);
  const count = Math.max(baselines.length, variants.length);
  return {
    pairs: Array.from({ length: count }, (_, i) => ({
      baseline: baselines[i % baselines.length] ?? 0,
      variant: variants[i % variants.length] ?? variant + 1,
    })),
    isPaired: baselines.length === variants.length,
    baselines: baselines.length,
    variants: variants.length,
  };
}

/** Where the trainings of one side stand among all models. @param model its first training's position */
function positionsOf(
  { variants, further }: Pick<LoadedPlan, 'variants' | 'further'>,
  model: number,
): readonly number[] {
  const positions = [model];
  let position = variants.length + 1;
  for (const { of, trainings } of further) {
    for (let i = 0; i < trainings.length; i++, position++) if (of === model) positions.push(position);
  }
  return positions;
}
