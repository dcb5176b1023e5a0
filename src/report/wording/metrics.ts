import type { Estimate } from '../../base/index.js';
import type { AuditRecord, MetricFacts } from '../../record/index.js';
import { decimalsFor, fixed, interval, points, signed } from './numbers.js';
import { attributeInWords } from './slices.js';
import { nameInWords } from './text.js';

/** How the numbers of one metric are written, the same everywhere on the card. */
export interface MetricWords {
  readonly name: string;
  readonly title: string;
  readonly better: MetricFacts['better'];
  /** `points`, or nothing where the metric has its own unit. */
  readonly unit: string;
  /** The factor by which numbers are multiplied before they are drawn: 100 for rates. */
  readonly factor: number;
  /** `accuracy, points`: what stands over a column. */
  readonly heading: string;
  readonly value: (value: number) => string;
  readonly estimate: (estimate: Estimate) => string;
  /** With its sign, without its unit. */
  readonly change: (value: number) => string;
  /** With its sign and its unit. */
  readonly changeWithUnit: (value: number) => string;
  readonly interval: (ends: { readonly lower: number; readonly upper: number }) => string;
  /** The allowed drift on the side that it guards: `−2.0`, `+0.5`, `±1.0`. */
  readonly margin: (allowed: number) => string;
  /** `lose at most 2.0 points of accuracy`. */
  readonly promise: (allowed: number) => string;
}

/** The words of every metric that the record's fairness part names, by name. */
export function metricsInWords(record: AuditRecord): (name: string) => MetricWords {
  const { fairness } = record;
  const words = new Map<string, MetricWords>();
  for (const metric of fairness?.metrics ?? []) {
    const drifts = (fairness?.findings ?? [])
      .filter((finding) => finding.metric === metric.name)
      .flatMap(({ drift, interval: ends }) => [drift, ends?.lower, ends?.upper])
      .filter((value) => value !== undefined);
    words.set(metric.name, metricInWords(metric, drifts));
  }
  return (name) =>
    words.get(name) ??
    metricInWords({ name, title: name, better: 'neither', unit: 'number', definition: '', relevant: 'all' }, []);
}

/** How numbers of one metric are written; `drifts` decide the decimals where it has a unit of its own. */
export function metricInWords(metric: MetricFacts, drifts: readonly number[]): MetricWords {
  const isRate = metric.unit === 'rate';
  const title = attributeInWords(metric.title);
  const decimals = isRate ? 1 : decimalsFor(drifts);
  const factor = isRate ? 100 : 1;
  const value = (number: number): string => (isRate ? points(number) : fixed(number, decimals));
  const change = (number: number): string => signed(number * factor, decimals);
  const unit = isRate ? 'points' : '';
  const withUnit = (text: string): string => (isRate ? `${text} points` : text);
  return {
    name: nameInWords(metric.name),
    title,
    better: metric.better,
    unit,
    factor,
    heading: isRate ? `${title}, points` : title,
    value,
    estimate: (found) => (found.kind === 'value' ? value(found.value) : '–'),
    change,
    changeWithUnit: (number) => withUnit(change(number)),
    interval: (ends) => interval(ends, change),
    margin: (allowed) => {
      const size = fixed(allowed * factor, decimals);
      return metric.better === 'higher' ? `−${size}` : metric.better === 'lower' ? `+${size}` : `±${size}`;
    },
    promise: (allowed) => {
      const size = withUnit(fixed(allowed * factor, decimals));
      if (metric.better === 'higher') return `lose at most ${size} of ${title}`;
      if (metric.better === 'lower') return `raise the ${title} by at most ${size}`;
      return `move the ${title} by at most ${size}`;
    },
  };
}
