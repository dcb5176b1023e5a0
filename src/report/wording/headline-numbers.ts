import { sliceKey, type Slice } from '../../base/index.js';
import type { JudgedRecord, FairnessRecord, Finding, SliceValue } from '../../record/index.js';
import { whomInSentence } from './main-finding.js';
import { measureOf } from './measures.js';
import { isSameMeasure, metricsInWords, toTheWorse, type MetricWords } from './metrics.js';
import { modelNames } from './model-names.js';
import { thousands } from './numbers.js';
import { intervalInWords, shownDrift, type ShownDrift } from './shown-drift.js';
import { attributeInWords, sliceInSentence } from './slices.js';

/** What happened to whom, in plain numbers, a sentence each: the main finding, who moved least, how the gap moved. */
export function headlineNumbers(record: JudgedRecord, fairness: FairnessRecord, main: Finding): readonly string[] {
  const words = metricsInWords(record)(main);
  const sentences = [beforeAndAfter(record, fairness, words, main)];
  const other = leastMoved(fairness, main, words.better);
  if (other && main.slice.length === 1) sentences.push(besides(words, main, other));
  const gap = gapSentence(record, fairness, main);
  if (gap !== undefined) sentences.push(gap);
  return sentences.filter((sentence) => sentence !== '');
}

/** `Of 100 examples with skin tone “dark”, the full model gets 88 right, pruned 72: −16.6 points (−20.9 to −12.2), n = 1 728.` */
function beforeAndAfter(record: JudgedRecord, fairness: FairnessRecord, words: MetricWords, finding: Finding): string {
  const { baseline, variant } = modelNames(record);
  if (finding.baseline.kind !== 'value' || finding.variant.kind !== 'value') return '';
  const whom = finding.slice.length === 0 ? '' : ` with ${sliceInSentence(finding.slice)}`;
  const tail = [driftInWords(words, shownDrift(fairness, finding.slice, finding)), countInWords(finding.n)]
    .filter(Boolean)
    .join(', ');
  const [before, after] = [finding.baseline.value, finding.variant.value];
  if (finding.metric === 'accuracy') {
    const [of, right, wrong] = ofRoundNumber(before, after);
    return `Of ${thousands(of)} examples${whom}, ${baseline} gets ${right} right, ${variant} ${wrong}: ${tail}.`;
  }
  const where =
    finding.slice.length === 0
      ? 'Over all examples'
      : `For ${whomInSentence(fairness, { ...finding, class: undefined })}`;
  const unit = words.unit === '' ? '' : ' of 100';
  return `${where}, the ${words.title} is ${words.value(before)}${unit} with ${baseline} and ${words.value(after)} with ${variant}: ${tail}.`;
}

/** `−4.3 points (−6.1 to −2.6)`. */
function driftInWords(words: MetricWords, drift: ShownDrift | undefined): string {
  return drift === undefined ? '' : `${words.changeWithUnit(drift.value)} ${intervalInWords(drift, words)}`;
}

function countInWords(n: number | null): string {
  return n === null ? '' : `n\u00a0=\u00a0${thousands(n)}`;
}

/** `With skin tone “light”, 95 and 86: −9.0 points (−12.1 to −6.2), n = 900.` */
function besides(words: MetricWords, main: Finding, { slice, value, drift }: Other): string {
  if (value.baseline.kind !== 'value' || value.variant.kind !== 'value') return '';
  const [before, after] = [value.baseline.value, value.variant.value];
  const change = `: ${[driftInWords(words, drift), countInWords(value.n)].filter(Boolean).join(', ')}`;
  if (main.metric === 'accuracy') {
    const size =
      main.baseline.kind === 'value' && main.variant.kind === 'value'
        ? ofRoundNumber(main.baseline.value, main.variant.value)[0]
        : 100;
    const [right, wrong] = [thousands(Math.round(before * size)), thousands(Math.round(after * size))];
    return `With ${sliceInSentence(slice)}, ${right} and ${wrong}${change}.`;
  }
  return `For ${sliceInSentence(slice)}, ${words.value(before)} and ${words.value(after)}${change}.`;
}

/** Whole numbers of 100, or of 1 000 where 100 would hide the difference: the size, then both numbers. */
function ofRoundNumber(before: number, after: number): readonly [100 | 1000, string, string] {
  const hides = Math.round(before * 100) === Math.round(after * 100) && Math.abs(before - after) >= 0.0005;
  const size = hides ? 1000 : 100;
  return [size, thousands(Math.round(before * size)), thousands(Math.round(after * size))];
}

/** Another slice with what it shows of the same metric. */
interface Other {
  readonly slice: Slice;
  readonly value: SliceValue;
  readonly drift: ShownDrift;
}

/** The slice of the same attribute that moved least to the worse side. */
function leastMoved(fairness: FairnessRecord, main: Finding, better: MetricWords['better']): Other | undefined {
  const attribute = main.slice[0]?.attribute;
  const moved = fairness.slices.flatMap(({ slice, shown }) => {
    if (slice.length !== 1 || slice[0]?.attribute !== attribute || sliceKey(slice) === sliceKey(main.slice)) return [];
    const value = shown.kind === 'shown' ? shown.values.find((item) => isSameMeasure(item, main)) : undefined;
    const drift = shownDrift(fairness, slice, main);
    return value && drift ? [{ slice, value, drift, worse: toTheWorse(drift.value, better) }] : [];
  });
  return moved.sort((a, b) => a.worse - b.worse)[0];
}

/** How the largest difference between groups moved, where that is sure. */
function gapSentence(record: JudgedRecord, fairness: FairnessRecord, main: Finding): string | undefined {
  if (main.class !== undefined) return undefined;
  const attribute = main.slice[0]?.attribute;
  const gap = fairness.disparities.find(
    (disparity) =>
      disparity.attribute === attribute &&
      disparity.unit === 'rate' &&
      disparity.kind === 'difference' &&
      disparity.of.length === 1 &&
      disparity.of[0] === main.metric &&
      disparity.drift !== undefined &&
      (disparity.drift.interval.lower > 0 || disparity.drift.interval.upper < 0),
  );
  if (gap?.drift === undefined || gap.baseline.kind !== 'value' || gap.variant.kind !== 'value') return undefined;
  const words = metricsInWords(record)(main);
  return (
    `The ${attributeInWords(measureOf(fairness, gap).title)} by ${attributeInWords(gap.attribute)} ${gap.drift.value > 0 ? 'grew' : 'shrank'} from ` +
    `${words.value(gap.baseline.value)} to ${words.value(gap.variant.value)} points.`
  );
}
