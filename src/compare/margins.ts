import { isSliceOf, type Margin, type SlicePattern } from '../base/index.js';
import type { Metric, Task } from '../metrics/index.js';
import type { SliceCells } from './slices.js';

/** A margin as a plan declares it: on one metric, for some slices. */
export interface DeclaredMargin {
  readonly metric: string;
  /** In the metric's own unit. */
  readonly drift?: number | undefined;
  /** The drift as a share of the baseline's value in the slice: 0.05 for 5 %. A margin has `drift` or this, not both. */
  readonly relativeDrift?: number | undefined;
  readonly differential?: number | undefined;
  /** `both`: improvement is held to it too. */
  readonly sides?: 'both' | undefined;
  /** Slices that one of these patterns means; absent: every slice. */
  readonly slices?: readonly SlicePattern[] | undefined;
}

const twoPoints = 0.02;

/** What a release promises where its plan says nothing: two points, on these metrics of a task. */
export function defaultMargins(task: Task): readonly DeclaredMargin[] {
  const metrics: Readonly<Record<Task, readonly string[]>> = {
    binary: ['accuracy', 'true_positive_rate', 'false_positive_rate'],
    multiclass: ['accuracy', 'mean_recall'],
    regression: [],
  };
  return metrics[task].map((metric) => ({ metric, drift: twoPoints, differential: twoPoints }));
}

/**
 * The margin that a finding is judged by, if any. The last declared one that fits wins, so that a plan can state a rule and
 * then its exceptions. Differential drift is judged for single groups of a sensitive attribute, unless the margin names slices.
 */
export function marginFor(
  kind: 'drift' | 'differential',
  metric: Metric,
  slice: SliceCells,
  declared: readonly DeclaredMargin[],
  source: Margin['source'],
): Margin | undefined {
  let found: Margin | undefined;
  for (const margin of declared) {
    const share = kind === 'drift' ? margin.relativeDrift : undefined;
    const allowed = margin[kind] ?? share;
    if (margin.metric !== metric.name || allowed === undefined) continue;
    const isNamed = margin.slices?.some((pattern) => isSliceOf(pattern, slice.slice));
    if (margin.slices !== undefined && isNamed !== true) continue;
    if (
      kind === 'differential' &&
      (slice.by.length === 0 || (isNamed !== true && !(slice.isGroup && slice.by.length === 1)))
    ) {
      continue;
    }
    found = {
      allowed,
      source,
      ...(share === undefined ? {} : { share }),
      ...(margin.sides === undefined ? {} : { sides: margin.sides }),
    };
  }
  return found;
}
