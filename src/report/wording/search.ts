import type { FoundSliceRecord, JudgedRecord, MetricSearchRecord, SearchRecord } from '../../record/index.js';
import { modelNames } from './model-names.js';
import { metricsInWords, type MetricWords } from './metrics.js';
import { percent, thousands } from './numbers.js';
import { attributeInWords, sliceParts } from './slices.js';
import { counted, joined, nameInWords, sentenceInWords } from './text.js';
import type { Tone } from './verdicts.js';

/** What slice search found, in words. */
export interface SearchWords {
  /** What was done and what it is not. */
  readonly lead: string;
  readonly metrics: readonly SearchedMetric[];
  /** How far the intervals reach, and how numbers were cut; empty where nothing was found. */
  readonly note: string;
}

/** One metric's part. */
export interface SearchedMetric {
  /** `accuracy, points`. */
  readonly heading: string;
  readonly title: string;
  /** How much was gone through. */
  readonly about: string;
  readonly rows: readonly FoundRow[];
  /** What it means that nothing was found, or why nothing was searched; empty where something was. */
  readonly none: string;
  /** That something was found and is not shown; mostly empty. */
  readonly withheld: string;
}

/** A found slice, by the half that judged it. */
export interface FoundRow {
  readonly attribute: string;
  readonly value: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  /** How much further than everyone else. */
  readonly beyond: string;
  readonly beyondInterval: string;
  readonly n: string;
  readonly tone: Tone;
  readonly said: string;
}

/** What was searched and found; nothing where nobody asked. */
export function searchInWords(record: JudgedRecord): SearchWords | undefined {
  const search = record.fairness?.search;
  if (search === undefined) return undefined;
  const words = metricsInWords(record);
  return {
    lead: leadOf(record, search),
    metrics: search.metrics.map((metric) => metricOf(metric, words(metric), record)),
    note: noteOf(search),
  };
}

const numbers = ['no', 'one', 'two', 'three'];

/** `every combination of up to three of sex, race and age`. */
export function searchedInWords({ attributes, conditions }: SearchRecord): string {
  const names = joined(attributes.map(attributeInWords));
  const most = Math.min(conditions, attributes.length);
  return most === 1 ? `every value of ${names}` : `every combination of up to ${numbers[most] ?? ''} of ${names}`;
}

function leadOf(record: JudgedRecord, search: SearchRecord): string {
  const what = record.fairness?.data.units ? `“${nameInWords(record.fairness.data.units.column)}”` : 'the examples';
  const { variant } = modelNames(record);
  return (
    `For a look beyond the slices that were named beforehand, ${searchedInWords(search)} was searched for where ${variant} got worse than for ` +
    `everyone else. A random half of ${what} was searched, and what it found was judged by the other half, which did not choose it: ` +
    'the numbers here are those of that other half. This is exploring: nothing was promised about it, and it changes no verdict.'
  );
}

function metricOf(searched: MetricSearchRecord, words: MetricWords, record: JudgedRecord): SearchedMetric {
  const { heading, title } = words;
  if (searched.kind === 'not-searched') {
    const none = `Not searched for ${title}: ${sentenceInWords(searched.reason)}.`;
    return { heading, title, about: '', rows: [], none, withheld: '' };
  }
  const { examples, possible, lookedAt, pruned, found, withheld } = searched;
  const half =
    record.fairness?.data.examples === examples.discovery + examples.judging ? 'examples' : 'relevant examples';
  return {
    heading,
    title,
    about:
      `${thousands(examples.discovery)} ${half} were searched and ${thousands(examples.judging)} judged. Of ${counted(possible, 'combination')} that ` +
      `somebody has, ${thousands(lookedAt)} ${lookedAt === 1 ? 'was' : 'were'} compared; ${thousands(pruned)} could not be the worst or ${pruned === 1 ? 'was' : 'were'} too small.`,
    rows: found.map((slice) => rowOf(slice, words)),
    none:
      found.length > 0 || withheld > 0
        ? ''
        : `Nothing was found: in no combination did the ${title} get worse than for everyone else by more than chance explains among so many. ` +
          'That does not say that there is none: half of the examples show only large damage, and only to those who are many enough.',
    withheld:
      withheld === 0
        ? ''
        : `${counted(withheld, 'slice')} ${withheld === 1 ? 'was' : 'were'} found but ${withheld === 1 ? 'is' : 'are'} not shown: too few examples judge ${withheld === 1 ? 'it' : 'them'}, or a small group could be computed.`,
  };
}

function rowOf(found: FoundSliceRecord, words: MetricWords): FoundRow {
  const { slice, n, baseline, variant, drift, interval, differential, differentialInterval, surelyWorse } = found;
  return {
    ...sliceParts(slice),
    before: words.value(baseline),
    after: words.value(variant),
    change: words.change(drift),
    interval: interval === undefined ? '' : `(${words.interval(interval)})`,
    beyond: words.change(differential),
    beyondInterval: differentialInterval === undefined ? '' : `(${words.interval(differentialInterval)})`,
    n: thousands(n),
    tone: surelyWorse ? 'bad' : 'quiet',
    said: surelyWorse ? '✗ worse than others' : '? not confirmed',
  };
}

function noteOf({ metrics, binned = [] }: SearchRecord): string {
  const found = metrics.flatMap((metric) => (metric.kind === 'searched' ? metric.found : []));
  const level = found.find(({ interval }) => interval)?.interval?.level;
  const cut = binned.map(
    ({ attribute, edges }) => `${attributeInWords(attribute)} into ${thousands(edges.length + 1)} bins`,
  );
  return [
    level === undefined
      ? ''
      : `Intervals have a level of ${percent(level)} and hold at once for all that is listed here, not together with those of findings. ` +
        '“Worse than others”: the whole interval of the drift beyond everyone else lies on the worse side of zero. “Not confirmed”: it looked so in ' +
        'the half that was searched, and the other half cannot tell.',
    cut.length === 0 ? '' : `Numbers were cut so that about as many fall into each bin: ${joined(cut)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
