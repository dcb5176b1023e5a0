import { sliceKey } from '../../base/index.js';
import { discoveryRate } from '../../compare/index.js';
import type { JudgedRecord } from '../../record/index.js';
import { metricInWords } from './metrics.js';
import { fixed, percent, thousands } from './numbers.js';
import { sliceParts } from './slices.js';

/** What else moved, in words. */
export interface ExplorationWords {
  readonly lead: string;
  readonly slices: readonly ExploredSlice[];
}

/** A slice in which something moved that no promise judges, and all that did. */
export interface ExploredSlice {
  readonly attribute: string;
  readonly value: string;
  readonly count: number;
  readonly moves: readonly ExploredMove[];
}

/** A drift that no promise judges and that stands out. */
export interface ExploredMove {
  readonly metric: string;
  readonly change: string;
  readonly interval: string;
  readonly n: string;
  readonly adjusted: string;
}

/**
 * Drifts that nobody promised anything about and that stand out among all, the surest first; nothing where none does. Metrics that
 * moved in one slice stand together: log loss and Brier score often tell the same of it.
 */
export function explorationInWords({ fairness }: JudgedRecord): ExplorationWords | undefined {
  const [first] = fairness?.exploration ?? [];
  if (fairness === undefined || first === undefined) return undefined;
  const slices = new Map<string, ExploredSlice & { readonly moves: ExploredMove[] }>();
  for (const explored of fairness.exploration) {
    const { metric, slice, n, drift, interval, adjusted } = explored;
    const facts = fairness.metrics.find(({ name }) => name === metric);
    const words = metricInWords(
      facts ?? { name: metric, title: metric, better: 'neither', unit: 'number', definition: '', relevant: '' },
      [drift, interval.lower, interval.upper],
      explored.class,
    );
    const key = sliceKey(slice);
    const moves = slices.get(key)?.moves ?? [];
    moves.push({
      metric: words.heading,
      change: words.change(drift),
      interval: `(${words.interval(interval)})`,
      n: thousands(n),
      adjusted: pValueInWords(adjusted),
    });
    slices.set(key, { ...sliceParts(slice), count: moves.length, moves });
  }
  return {
    lead:
      `No promise is about these. Of ${thousands(first.among)} drifts that were looked at, those below stand out with all of them taken ` +
      `together: by the procedure of Benjamini and Hochberg, at most ${percent(discoveryRate)} of the drifts that it names are expected to be ` +
      'chance. They are where to look next, for better or worse; each interval holds alone.',
    slices: [...slices.values()],
  };
}

/** `below 0.001`, or with three decimals. */
export function pValueInWords(value: number): string {
  return value < 0.001 ? 'below 0.001' : fixed(value, 3);
}
