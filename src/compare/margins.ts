import type { Margin } from '../base/index.js';
import type { Metric, Task } from '../metrics/index.js';
import type { SliceCells } from './slices.js';

/** A margin as a plan declares it: on one metric, for some slices. */
export interface DeclaredMargin {
  readonly metric: string;
  /** In the metric's own unit. */
  readonly drift?: number | undefined;
  readonly differential?: number | undefined;
  /** Slices cut by exactly one of these lists of attributes; absent: every slice. */
  readonly slices?: readonly (readonly string[])[] | undefined;
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
    const allowed = margin[kind];
    if (margin.metric !== metric.name || allowed === undefined) continue;
    const isNamed = margin.slices?.some((by) => sameSet(by, slice.by));
    if (margin.slices !== undefined && isNamed !== true) continue;
    if (
      kind === 'differential' &&
      (slice.by.length === 0 || (isNamed !== true && !(slice.isGroup && slice.by.length === 1)))
    ) {
      continue;
    }
    found = { allowed, source };
  }
  return found;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
