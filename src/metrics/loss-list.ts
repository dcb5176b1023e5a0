import { binaryJensenShannon, binaryKlDivergence, jensenShannon, klDivergence, totalVariation } from './divergences.js';
import { binaryBrier, binaryLogLoss, isInTop, multiclassBrier, multiclassLogLoss, pinball } from './example-losses.js';

/**
 * A number for each example that a tally sums under both models; metrics find their sums by its name.
 *
 * An answer is the score of the positive class (binary), a score a class (multiclass) or a value (regression). A label is the index of
 * the class; of a regression it is the number itself.
 */
type ExampleLoss<Answer> =
  /** Of each model by itself. */
  | { readonly kind: 'side'; of(answer: Answer, label: number): number }
  /** Between the two: it stands on the variant's side, with 0 on the baseline's, so that its drift is its mean. */
  | { readonly kind: 'pair'; between(baseline: Answer, variant: Answer): number };

const side = <Answer>(of: (answer: Answer, label: number) => number): ExampleLoss<Answer> => ({ kind: 'side', of });
const pair = <Answer>(between: (baseline: Answer, variant: Answer) => number): ExampleLoss<Answer> => ({
  kind: 'pair',
  between,
});

const binary: Readonly<Record<string, ExampleLoss<number>>> = {
  log_loss: side(binaryLogLoss),
  brier: side(binaryBrier),
  kl_divergence: pair(binaryKlDivergence),
  js_divergence: pair(binaryJensenShannon),
  total_variation: pair((baseline, variant) => Math.abs(variant - baseline)),
};

const multiclass: Readonly<Record<string, ExampleLoss<ArrayLike<number>>>> = {
  log_loss: side(multiclassLogLoss),
  brier: side(multiclassBrier),
  kl_divergence: pair(klDivergence),
  js_divergence: pair(jensenShannon),
  total_variation: pair(totalVariation),
};

const regression: Readonly<Record<string, ExampleLoss<number>>> = {
  absolute: side((value, label) => Math.abs(value - label)),
  squared: side((value, label) => (value - label) ** 2),
  signed: side((value, label) => value - label),
  change: pair((baseline, variant) => Math.abs(variant - baseline)),
  // What the variance of R² needs: both models share the labels' own sums.
  label: side((_, label) => label),
  label_2: side((_, label) => label ** 2),
  label_3: side((_, label) => label ** 3),
  squared_label: side((value, label) => (value - label) ** 2 * label),
  squared_label_2: side((value, label) => (value - label) ** 2 * label ** 2),
};

const plainSums = new Set(['label', 'label_3', 'squared_label', 'squared_label_2']);

/** Whether a loss is summed for what else is made of it, so that its own second moments are not: they may be too large to be held. */
export function isPlainSum(name: string): boolean {
  return plainSums.has(name);
}

/** The k of top-k accuracy unless a plan names others; only where there are more classes. */
export const defaultTop: readonly number[] = [3, 5];
/** The quantiles of the pinball loss unless a plan names others. */
export const defaultQuantiles: readonly number[] = [0.1, 0.5, 0.9];

/** The losses that a tally sums for a binary outcome with scores, in this order. */
export const binaryLossNames: readonly string[] = Object.keys(binary);

/** The losses for several classes. @param top each above 0 and below the number of classes */
export function multiclassLossNames(top: readonly number[]): readonly string[] {
  return [...Object.keys(multiclass), ...ascending(top).map((k) => `top_${k}`)];
}

/** The losses for a regression. @param quantiles each between 0 and 1 */
export function regressionLossNames(quantiles: readonly number[]): readonly string[] {
  return [...Object.keys(regression), ...ascending(quantiles).map((quantile) => `pinball_${quantile}`)];
}

/** The number that a name such as `top_3` or `pinball_0.9` carries after its first word; nothing for another name. */
export function settingIn(name: string, word: 'top' | 'pinball'): number | undefined {
  const found = /^(top|pinball)_(\d+(?:\.\d+)?)$/u.exec(name);
  return found?.[1] === word ? Number(found[2]) : undefined;
}

/** Fills both models' losses of one example after the other, in a frame's order; the same two arrays every time. */
export class LossFiller<Answer> {
  readonly baseline: Float64Array;
  readonly variant: Float64Array;
  readonly #losses: readonly ExampleLoss<Answer>[];

  private constructor(losses: readonly ExampleLoss<Answer>[]) {
    this.#losses = losses;
    this.baseline = new Float64Array(losses.length);
    this.variant = new Float64Array(losses.length);
  }

  /** @param label the index of the class; of a regression the number itself */
  fill(baseline: Answer, variant: Answer, label: number): void {
    for (let i = 0; i < this.#losses.length; i++) {
      const loss = this.#losses[i];
      if (loss?.kind === 'side') {
        this.baseline[i] = loss.of(baseline, label);
        this.variant[i] = loss.of(variant, label);
      } else if (loss) {
        this.variant[i] = loss.between(baseline, variant);
      }
    }
  }

  /** Of a score of the positive class. @throws {RangeError} where a name is no loss of binary outcomes */
  static binary(names: readonly string[]): LossFiller<number> {
    return new LossFiller(names.map((name) => known(name, binary[name])));
  }

  /** Of a score a class. @throws {RangeError} */
  static multiclass(names: readonly string[]): LossFiller<ArrayLike<number>> {
    return new LossFiller(
      names.map((name) => {
        const k = settingIn(name, 'top');
        const top = k === undefined ? undefined : side((s: ArrayLike<number>, label) => isInTop(k, s, label));
        return known(name, top ?? multiclass[name]);
      }),
    );
  }

  /** Of a value. @throws {RangeError} */
  static regression(names: readonly string[]): LossFiller<number> {
    return new LossFiller(
      names.map((name) => {
        const q = settingIn(name, 'pinball');
        const ofQuantile = q === undefined ? undefined : side((value: number, label) => pinball(q, value, label));
        return known(name, ofQuantile ?? regression[name]);
      }),
    );
  }
}

function known<Answer>(name: string, loss: ExampleLoss<Answer> | undefined): ExampleLoss<Answer> {
  if (!loss) throw new RangeError(`no loss is called ${name}`);
  return loss;
}

function ascending(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
