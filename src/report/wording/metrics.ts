import type { Estimate } from '../../base/index.js';
import type { JudgedRecord, MetricFacts } from '../../record/index.js';
import { decimalsFor, fixed, interval, points, signed } from './numbers.js';
import { attributeInWords } from './slices.js';
import { classInWords, nameInWords } from './text.js';

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
  /** Without a sign, with its unit: `2.0 points`. */
  readonly size: (allowed: number) => string;
  /** `lose at most 2.0 points of accuracy`. */
  readonly promise: (allowed: number) => string;
}

/** What a number is about: a metric, and the class where the metric is about one. */
export interface Measure {
  readonly metric: string;
  readonly class?: string | undefined;
}

/** The measure as a key of maps and sets. */
function measureKey({ metric, class: of }: Measure): string {
  return JSON.stringify(of === undefined ? [metric] : [metric, of]);
}

/** Whether two numbers are about the same metric and, where it has classes, about the same class. */
export function isSameMeasure(a: Measure, b: Measure): boolean {
  return a.metric === b.metric && a.class === b.class;
}

/** How far a drift lies on the worse side: above zero is worse. A metric without a better side is worse either way. */
export function toTheWorse(drift: number, better: MetricFacts['better']): number {
  return better === 'neither' ? Math.abs(drift) : better === 'higher' ? -drift : drift;
}

/** The words of every metric that the record's fairness part names; those of one class where the measure names one. */
export function metricsInWords(record: JudgedRecord): (measure: Measure) => MetricWords {
  const { fairness } = record;
  const drifts = new Map<string, number[]>();
  for (const { metric, drift, interval: ends } of fairness?.findings ?? []) {
    const of = drifts.get(metric) ?? [];
    of.push(...[drift, ends?.lower, ends?.upper].filter((value) => value !== undefined));
    drifts.set(metric, of);
  }
  const words = new Map<string, MetricWords>();
  return (measure) => {
    const key = measureKey(measure);
    const found = words.get(key) ?? measureInWords(fairness?.metrics, measure, drifts.get(measure.metric) ?? []);
    words.set(key, found);
    return found;
  };
}

function measureInWords(
  metrics: readonly MetricFacts[] | undefined,
  { metric: name, class: of }: Measure,
  drifts: readonly number[],
): MetricWords {
  const facts: MetricFacts = metrics?.find((metric) => metric.name === name) ?? {
    name,
    title: name,
    better: 'neither',
    unit: 'number',
    definition: '',
    relevant: 'all',
  };
  return metricInWords(facts, drifts, of);
}

/** Areas under a curve lie in [0, 1]: three decimals for values and drifts alike, more only where all drifts would vanish. */
function areaDecimals(drifts: readonly number[]): number {
  const largest = Math.max(0, ...drifts.map((drift) => Math.abs(drift)));
  return largest === 0 || largest >= 0.005 ? 3 : decimalsFor(drifts);
}

/** How numbers of one metric, or of one class of it, are written; `drifts` decide the decimals where it has a unit of its own. */
export function metricInWords(metric: MetricFacts, drifts: readonly number[], of?: string): MetricWords {
  const isRate = metric.unit === 'rate';
  const named = attributeInWords(metric.title);
  const title = of === undefined ? named : `${named.replace(/ of a class$/, '')} of ${classInWords(of)}`;
  const decimals = isRate ? 1 : metric.name.startsWith('auc') ? areaDecimals(drifts) : decimalsFor(drifts);
  const factor = isRate ? 100 : 1;
  const value = (number: number): string => (isRate ? points(number) : fixed(number, decimals));
  const change = (number: number): string => signed(number * factor, decimals);
  const unit = isRate ? 'points' : '';
  const withUnit = (text: string): string => (isRate ? `${text} points` : text);
  const size = (allowed: number): string => withUnit(fixed(allowed * factor, decimals));
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
      const digits = fixed(allowed * factor, decimals);
      return metric.better === 'higher' ? `−${digits}` : metric.better === 'lower' ? `+${digits}` : `±${digits}`;
    },
    size,
    promise: (allowed) => {
      if (metric.better === 'higher') return `lose at most ${size(allowed)} of ${title}`;
      if (metric.better === 'lower') return `raise the ${title} by at most ${size(allowed)}`;
      return `move the ${title} by at most ${size(allowed)}`;
    },
  };
}
