import type { FairnessRecord } from '../../record/index.js';
import { fixed, percent } from './numbers.js';
import { attributeInWords } from './slices.js';
import { joined, nameInWords } from './text.js';

const overUnits = 'as many pairs as a jackknife over the sampled units says they are worth';
const withFloor = 'never narrower than Tango’s over as many pairs without a flip';

/** The methods of `docs/statistics.md`, without what stands before and after them (`mover-`, `-grid`). */
const methodNames: Readonly<Record<string, string>> = {
  tango: 'Tango’s score interval for the difference of paired proportions',
  wilson: 'Wilson’s score interval for one proportion',
  'tango-kish': 'Tango’s score interval over Kish’s effective number of pairs',
  'tango-kish-weights': 'Tango’s score interval over as many pairs as the weighted examples are worth',
  'tango-unit-jackknife': `Tango’s score interval for the difference of paired proportions, over ${overUnits}`,
  delong: `DeLong’s variance of the difference of paired areas under the curve, ${withFloor}`,
  'auc-unit-jackknife': `a jackknife of the areas under the curve over the sampled units, ${withFloor}`,
  linearised: `the paired differences of what each example adds to the metric, ${withFloor}`,
  'linearised-weights': `the paired differences of what each weighted example adds to the metric, ${withFloor}`,
  'auc-linearised-weights': `the paired differences of what each weighted example adds to the area under the curve, ${withFloor}`,
  delta: 'the delta method',
  projected: 'a projection of the groups’ intervals',
  'session-t': 'Student’s interval over sessions',
  'unit-jackknife': 'a jackknife over the sampled units',
  'jackknife-weights': `a jackknife over the weighted examples, ${withFloor}`,
  'paired-t-weights': 'Student’s interval for the weighted mean of paired differences',
  'delta-weights': 'the delta method for weighted means',
  jackknife: `a jackknife over the examples, ${withFloor}`,
  'paired-t': 'Student’s interval for the mean of paired differences',
};

/** A method's name in its parts: `mover-delong-grid` is DeLong's, of two parts, on a grid. */
function partsOf(method: string): { readonly base: string; readonly isMover: boolean; readonly isOnGrid: boolean } {
  const [, mover, base = method, grid] = /^(mover-)?(.*?)(-grid)?$/u.exec(method) ?? [];
  return { base, isMover: mover !== undefined, isOnGrid: grid !== undefined };
}

/** Which methods the intervals of findings come from, each said once. */
export function intervalsInWords(fairness: FairnessRecord): string {
  const { findings } = fairness;
  const shown = findings.flatMap(({ metric, interval }) => (interval ? [{ metric, method: interval.method }] : []));
  if (shown.length === 0) return '';
  const level = percent(findings.find(({ interval }) => interval)?.interval?.level ?? 0.95);
  const bounds = findings.flatMap(({ metric, bound }) => (bound ? [{ metric, method: bound.method }] : []));
  const [ofIntervals, ofBounds] = [named(fairness, shown), named(fairness, bounds)];
  const isMover = shown.some(({ method }) => partsOf(method).isMover);
  return [
    `Intervals of drift have a level of ${level} and come from ${ofIntervals}.`,
    isMover
      ? 'How much further a group moved than everyone else has an interval that the method of variance estimates recovery (MOVER) makes of both.'
      : '',
    gridInWords(
      fairness,
      shown.some(({ method }) => partsOf(method).isOnGrid),
    ),
    ofBounds === ''
      ? ''
      : `The one-sided bound that decides whether a promise is kept comes from ${ofBounds === ofIntervals ? 'the same' : ofBounds}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The methods in words; where there are several, each with its metrics. */
function named(
  { metrics }: FairnessRecord,
  used: readonly { readonly metric: string; readonly method: string }[],
): string {
  const metricsOf = new Map<string, Set<string>>();
  for (const { metric, method } of used) {
    const { base } = partsOf(method);
    const of = metricsOf.get(base) ?? new Set();
    metricsOf.set(base, of.add(metrics.find(({ name }) => name === metric)?.title ?? metric));
  }
  const names = [...metricsOf].map(([base, of]) => {
    const words = methodNames[base] ?? nameInWords(base);
    return metricsOf.size === 1 ? words : `for ${joined([...of].map(attributeInWords))}, ${words}`;
  });
  return names.join('; ');
}

/** How far counting scores on a grid may move a value, where they were. */
function gridInWords({ slices, metrics }: FairnessRecord, isAdded: boolean): string {
  const errors = new Map<string, number>();
  for (const { shown } of slices) {
    for (const { metric, gridError } of shown.kind === 'shown' ? shown.values : []) {
      if (gridError === undefined) continue;
      // No bound is further than any bound.
      const sizes = [gridError.baseline, gridError.variant].map((size) => size ?? Infinity);
      errors.set(metric, Math.max(errors.get(metric) ?? 0, ...sizes));
    }
  }
  if (errors.size === 0) return '';
  const titlesOf = (isMeant: (size: number) => boolean): string =>
    joined(
      [...errors].flatMap(([metric, size]) =>
        isMeant(size) ? [attributeInWords(metrics.find(({ name }) => name === metric)?.title ?? metric)] : [],
      ),
    );
  const bounded = [...errors.values()].filter(Number.isFinite);
  const most = Math.max(...bounded);
  const size = most < 0.0001 ? 'less than 0.0001' : `at most ${fixed(most, 4)}`;
  const unbounded = titlesOf((error) => !Number.isFinite(error));
  return [
    'There were too many different scores to count each:',
    bounded.length > 0
      ? `${titlesOf(Number.isFinite)} may be off by ${size} in any slice, on either side${isAdded ? ', and intervals are wider by that' : ''}.`
      : '',
    unbounded === '' ? '' : `${bounded.length > 0 ? 'How' : 'how'} far ${unbounded} may be off is not bounded.`,
  ]
    .filter(Boolean)
    .join(' ');
}
