import type { DisparityRecord, FairnessRecord, JudgedRecord } from '../../record/index.js';
import { measureOf } from '../wording/measures.js';
import { metricInWords, type MetricWords } from '../wording/metrics.js';
import { modelNames } from '../wording/model-names.js';
import { relativeInWords, type RelativeWords } from '../wording/relative.js';
import { attributeInWords } from '../wording/slices.js';
import { joined, nameInWords, sentenceInWords } from '../wording/text.js';

/** One disparity as the texts of its cells. */
export interface DisparityRow {
  readonly title: string;
  readonly definition: string;
  readonly source: string;
  /** By what: the attribute, and the group where it is about one. */
  readonly attribute: string;
  readonly who: string;
  readonly before: string;
  readonly beforeInterval: string;
  readonly after: string;
  readonly afterInterval: string;
  readonly change: string;
  readonly interval: string;
  readonly relative: RelativeWords;
  readonly note: string;
}

/** One measure of how groups differ, in every attribute and, where it is about one, every group. */
export interface DisparityMeasure extends Pick<DisparityRow, 'title' | 'definition' | 'source'> {
  readonly rows: readonly DisparityRow[];
}

/** Every measure that is made of the same metrics. */
export interface DisparityFold {
  /** `accuracy`. */
  readonly title: string;
  /** How many numbers it holds. */
  readonly count: number;
  readonly measures: readonly DisparityMeasure[];
}

/** What fairness audits are most often asked for, beside the gaps of what is judged. */
const asked: ReadonlySet<string> = new Set([
  'demographic_parity_difference',
  'equal_opportunity_difference',
  'equalized_odds_difference',
  'predictive_parity_difference',
  'average_odds_difference',
]);

/** Up to so many are shown at once; of more, only the leading ones. */
const fewEnough = 12;

const kinds: readonly DisparityRecord['kind'][] = [
  'difference',
  'ratio',
  'worst',
  'to-overall',
  'to-best',
  'to-reference',
  'index',
];

/** Those that a reader looks for first: of the metrics that are judged, and those with a name in the literature. */
export function leadingDisparities(fairness: FairnessRecord): readonly DisparityRow[] {
  const { disparities, findings } = fairness;
  const rowOf = disparityRows(fairness);
  if (disparities.length <= fewEnough) return disparities.map(rowOf);
  const judged = new Set(findings.map(({ metric }) => metric));
  return disparities
    .filter(({ name, kind, of }) => {
      const [only = '', ...more] = of;
      return asked.has(name) || ((kind === 'difference' || kind === 'worst') && more.length === 0 && judged.has(only));
    })
    .map(rowOf);
}

/** All of them by what they are made of, each measure once; nothing where the leading ones are all there are. */
export function disparityFolds(fairness: FairnessRecord): readonly DisparityFold[] {
  const { disparities, metrics } = fairness;
  const rowOf = disparityRows(fairness);
  if (disparities.length <= fewEnough) return [];
  const titleOf = (metric: string): string =>
    attributeInWords(metrics.find(({ name }) => name === metric)?.title ?? metric);
  const folds = grouped(disparities, ({ of }) => joined(of.map(titleOf)));
  return folds.map(([title, of]) => {
    const inOrder = kinds.flatMap((kind) => of.filter((item) => item.kind === kind));
    const measures = grouped(inOrder, ({ name }) => name).map(([, same]): DisparityMeasure => {
      const rows = same.map(rowOf);
      const { title: heading = '', definition = '', source = '' } = rows[0] ?? {};
      return { title: heading, definition, source, rows };
    });
    return { title, count: of.length, measures };
  });
}

/** In the order in which each key comes first. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [string, Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** How far the groups of an attribute lie apart in what is judged first, in the texts of its numbers. */
export interface Gap {
  readonly attribute: string;
  readonly title: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
  /** `: +7.3 points (+3.3 to +11.3)`; nothing where no drift is told. */
  readonly change: string;
  /** Whether it surely moved, and which way. */
  readonly moved: 'grew' | 'shrank' | 'unsure' | undefined;
}

/** The gap of each sensitive attribute in the metric that is judged first. */
export function leadingGaps({ fairness }: JudgedRecord): readonly Gap[] {
  if (fairness === undefined) return [];
  const judged = [...new Set(fairness.findings.map(({ metric }) => metric))];
  const gaps = fairness.disparities.filter(
    ({ kind, of, baseline, variant }) =>
      kind === 'difference' && of.length === 1 && baseline.kind === 'value' && variant.kind === 'value',
  );
  return [...new Set(gaps.map(({ attribute }) => attribute))].flatMap((attribute) => {
    const own = gaps.filter((item) => item.attribute === attribute);
    const main = judged.flatMap((metric) => own.filter(({ of }) => of[0] === metric))[0];
    return main === undefined ? [] : [gapOf(fairness, main)];
  });
}

function gapOf({ metrics }: FairnessRecord, item: DisparityRecord): Gap {
  const words = wordsOf(item, item.name);
  const [metric = ''] = item.of;
  const { drift } = item;
  return {
    attribute: attributeInWords(item.attribute),
    title: attributeInWords(metrics.find(({ name }) => name === metric)?.title ?? metric),
    unit: words.unit === '' ? '' : ` ${words.unit}`,
    before: words.estimate(item.baseline),
    after: words.estimate(item.variant),
    change: drift === undefined ? '' : `: ${words.changeWithUnit(drift.value)} (${words.interval(drift.interval)})`,
    moved:
      drift === undefined
        ? undefined
        : drift.interval.lower > 0
          ? 'grew'
          : drift.interval.upper < 0
            ? 'shrank'
            : 'unsure',
  };
}

/** How the groups of each sensitive attribute differ in what is judged first, a sentence an attribute. */
export function disparitySentences(record: JudgedRecord): readonly string[] {
  const { baseline, variant } = modelNames(record);
  return leadingGaps(record).map(({ attribute, title, unit, before, after, change, moved }) => {
    const apart = `By ${attribute}, the ${title} of the groups that lie furthest apart differs by ${before}${unit} with ${baseline} and by ${after} with ${variant}`;
    if (moved === undefined) return `${apart}.`;
    return `${apart}; ${moved === 'unsure' ? 'whether the gap moved is not sure' : `the gap ${moved}`}${change}.`;
  });
}

function wordsOf(item: DisparityRecord, title: string): MetricWords {
  const numbers = [item.drift?.value, item.drift?.interval.lower, item.drift?.interval.upper].filter(
    (value) => value !== undefined,
  );
  return metricInWords(
    { name: item.name, title, better: 'neither', unit: item.unit, definition: '', relevant: '' },
    numbers,
  );
}

/** The rows of a record's disparities, each with what its measure means. */
function disparityRows(fairness: FairnessRecord): (item: DisparityRecord) => DisparityRow {
  return (item) => disparityRow(item, measureOf(fairness, item));
}

function disparityRow(
  item: DisparityRecord,
  { title, definition, source }: ReturnType<typeof measureOf>,
): DisparityRow {
  const words = wordsOf(item, title);
  const side = (interval: { readonly lower: number; readonly upper: number } | undefined): string =>
    interval === undefined ? '' : `(${words.value(interval.lower)} to ${words.value(interval.upper)})`;
  const against = item.reference === undefined ? '' : ` against “${nameInWords(item.reference)}”`;
  return {
    title: words.heading,
    definition: sentenceInWords(definition),
    source: source === undefined ? '' : sentenceInWords(source),
    attribute: attributeInWords(item.attribute),
    who: item.group === undefined ? '' : `“${nameInWords(item.group)}”${against}`,
    before: words.estimate(item.baseline),
    beforeInterval: side(item.intervals?.baseline),
    after: words.estimate(item.variant),
    afterInterval: side(item.intervals?.variant),
    change: item.drift === undefined ? '–' : words.change(item.drift.value),
    interval: item.drift === undefined ? '' : `(${words.interval(item.drift.interval)})`,
    relative: relativeInWords(item.relativeDrift),
    note: noteOf(item),
  };
}

/** Which groups it is about, why there is no number, and who took no part. */
function noteOf(item: DisparityRecord): string {
  const reasons = [item.baseline, item.variant].flatMap((found) =>
    found.kind === 'value' ? [] : [sentenceInWords(found.reason)],
  );
  const leftOut = item.leftOut.map(
    ({ value, reason }) => `${nameInWords(value)} (${sentenceInWords(reason).replace(/\.$/, '').toLowerCase()})`,
  );
  return [groupsOf(item), ...new Set(reasons), leftOut.length === 0 ? '' : `left out: ${joined(leftOut)}`]
    .filter(Boolean)
    .join('; ');
}

function groupsOf({ groups }: DisparityRecord): string {
  if (groups === undefined) return '';
  return groups.baseline === groups.variant
    ? `both ${nameInWords(groups.variant)}`
    : `${nameInWords(groups.baseline)}, then ${nameInWords(groups.variant)}`;
}
