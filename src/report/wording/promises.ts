import type { JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import { promiseInWords } from './margin.js';
import { metricsInWords, type MetricWords } from './metrics.js';
import { thousands } from './numbers.js';
import { attributesInWords } from './slices.js';
import { counted, joined } from './text.js';

/** One margin as the findings show it: on which metric, how much, and where it holds. */
export interface HeldMargin {
  readonly words: MetricWords;
  readonly kind: Finding['kind'];
  /** In the metric's unit; of a relative margin, what its share comes to where it is first held. */
  readonly allowed: number;
  readonly share?: number | undefined;
  readonly sides?: 'both' | undefined;
  readonly source: Finding['margin']['source'];
  /** `in any slice`, `for everyone taken together`, `by skin tone`. */
  readonly where: string;
}

/** Every margin by which something was judged, with where it holds; a metric of many classes counts once. */
export function heldMargins(record: JudgedRecord, fairness: FairnessRecord): readonly HeldMargin[] {
  const metrics = metricsInWords(record);
  const held = new Map<string, Omit<HeldMargin, 'where'> & { readonly cuts: Map<string, readonly string[]> }>();
  for (const { kind, metric, margin, slice } of fairness.findings) {
    const key = JSON.stringify([
      kind,
      metric,
      margin.share ?? margin.allowed,
      margin.share === undefined,
      margin.sides,
      margin.source,
    ]);
    const found = held.get(key) ?? { words: metrics({ metric }), kind, ...margin, cuts: new Map() };
    const cut = slice.map(({ attribute }) => attribute);
    found.cuts.set(JSON.stringify(cut), cut);
    held.set(key, found);
  }
  const cutsOf = (slices: FairnessRecord['slices']): ReadonlySet<string> =>
    new Set(slices.map(({ slice }) => JSON.stringify(slice.map(({ attribute }) => attribute))));
  const shown = fairness.slices.filter((item) => item.shown.kind === 'shown');
  const all = cutsOf(shown);
  const groups = cutsOf(shown.filter(({ slice, isGroup }) => slice.length === 1 && isGroup));
  return [...held.values()].map(({ cuts, ...margin }) => ({
    ...margin,
    where: whereInWords(cuts, margin.kind === 'drift' ? all : groups, margin.kind),
  }));
}

function whereInWords(
  cuts: ReadonlyMap<string, readonly string[]>,
  all: ReadonlySet<string>,
  kind: Finding['kind'],
): string {
  const isEverywhere = cuts.size === all.size && [...all].every((cut) => cuts.has(cut));
  if (isEverywhere && all.size > 1) return kind === 'drift' ? 'in any slice' : 'in any group';
  const order = [...all];
  const inOrder = [...cuts].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([, cut]) => cut);
  return joined(
    inOrder.map((cut) => (cut.length === 0 ? 'for everyone taken together' : `by ${attributesInWords(cut)}`)),
  );
}

/** The most margins that one sentence spells out. */
const mostSpelled = 2;

/** `The release promised to lose at most 2.0 points of accuracy in any slice. Of 14 such promises: broken for 13 and kept for 1.` */
export function promisesInWords(record: JudgedRecord, fairness: FairnessRecord): string {
  const { kept, violated, undecided, notEstimable, keptButWorse } = record.verdict.promises;
  const total = kept + violated + undecided + notEstimable;
  if (total === 0) return 'The release promised nothing that could be judged.';
  const counts = [
    violated > 0 ? `broken for ${thousands(violated)}` : '',
    undecided > 0 ? `undecided for ${thousands(undecided)}` : '',
    notEstimable > 0 ? `not estimable for ${thousands(notEstimable)}` : '',
    kept > 0 ? `kept for ${kept === total ? 'all' : thousands(kept)}` : '',
  ].filter(Boolean);
  const worse = keptButWorse > 0 ? ` (${thousands(keptButWorse)} of them surely worse all the same)` : '';
  return `${promised(record, fairness)}. Of ${counted(total, 'such promise')}: ${joined(counts)}${worse}.`;
}

function promised(record: JudgedRecord, fairness: FairnessRecord): string {
  const margins = heldMargins(record, fairness);
  const who = isByDefault(fairness) ? 'By default a release promises' : 'The release promised';
  const drifts = margins.filter(({ kind }) => kind === 'drift');
  const differentials = margins.filter(({ kind }) => kind === 'differential');
  const further = differentials.length === 0 ? [] : [furtherThanOthers(differentials)];
  return `${who} ${[...driftMargins(drifts), ...further].join(', and ')}`;
}

function driftMargins(margins: readonly HeldMargin[]): readonly string[] {
  if (margins.length <= mostSpelled)
    return margins.map(({ words, where, ...margin }) => `to ${promiseInWords(words, margin)} ${where}`);
  const metrics = counted(new Set(margins.map(({ words }) => words.name)).size, 'metric');
  const places = [...new Set(margins.map(({ where }) => where))];
  return [`limits for ${metrics}${places.length === 1 ? ` ${places[0] ?? ''}` : ', where the method says'}`];
}

function furtherThanOthers(margins: readonly HeldMargin[]): string {
  const sizes = new Set(margins.map(({ words, allowed }) => words.size(allowed)));
  const [size = ''] = sizes;
  return `that none moves ${sizes.size === 1 ? `more than ${size}` : 'much'} further than everyone else in its attribute`;
}

/** Whether the tool's defaults judged, because the plan promises nothing. */
export function isByDefault(fairness: FairnessRecord): boolean {
  return fairness.findings.length > 0 && fairness.findings.every(({ margin }) => margin.source === 'default');
}
