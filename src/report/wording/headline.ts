import { sliceKey, type Slice } from '../../base/index.js';
import type { AuditRecord, Finding, FairnessRecord, SliceValue } from '../../record/index.js';
import { topicOf } from './claims.js';
import { metricsInWords, type MetricWords } from './metrics.js';
import { thousands } from './numbers.js';
import { attributeInWords, sliceInSentence } from './slices.js';
import { capital, counted, joined, nameInWords } from './text.js';
import { releaseInWords, type Tone, type VerdictWords } from './verdicts.js';

/** What a reader must know if they read nothing else. */
export interface Headline {
  readonly tone: Tone;
  readonly glyph: VerdictWords['glyph'];
  readonly word: string;
  /** One sentence with the group in it. */
  readonly sentence: string;
  /** What happened to whom, in plain numbers; sentences. */
  readonly numbers: readonly string[];
  /** What was promised and how many promises were kept; nothing where nothing was promised. */
  readonly promises: string;
}

/** The names by which the two models are called in sentences. */
export function modelNames(record: AuditRecord): { readonly baseline: string; readonly variant: string } {
  const named = nameInWords(record.baseline.name, 60);
  return { baseline: named === 'baseline' ? 'the full model' : named, variant: nameInWords(record.variant.name, 60) };
}

/** The verdict as a sentence, and the paragraph under it. */
export function headlineOf(record: AuditRecord): Headline {
  const { fairness } = record;
  const release = releaseInWords(record.verdict);
  if (fairness === undefined) return withoutData(record);
  const main = mainFinding(fairness, record.verdict.kind);
  return {
    ...release,
    sentence: sentenceFor(record, fairness, main),
    numbers: main === undefined ? [] : numbersFor(record, fairness, main),
    promises: promisesInWords(record, fairness),
  };
}

/**
 * The finding that the headline is about. Groups come before other slices, single attributes before crossings, and a
 * group that surely moved more than the others before all; within that, the worst.
 */
export function mainFinding(fairness: FairnessRecord, kind: AuditRecord['verdict']['kind']): Finding | undefined {
  const groups = new Set(fairness.slices.filter(({ isGroup }) => isGroup).map(({ slice }) => sliceKey(slice)));
  const rank = (finding: Finding): number =>
    (isSurelyTheWorst(fairness, finding) ? 0 : 8) +
    (groups.has(sliceKey(finding.slice)) ? 0 : finding.slice.length === 0 ? 4 : 2) +
    (finding.slice.length > 1 ? 1 : 0);
  const about = fairness.findings.filter((finding) => finding.kind === 'drift');
  const best = (findings: readonly Finding[]): Finding | undefined =>
    [...findings].sort((a, b) => rank(a) - rank(b))[0];
  const of = (verdict: Finding['verdict']['kind'], findings: readonly Finding[]): Finding | undefined =>
    best(findings.filter((finding) => finding.verdict.kind === verdict));
  if (kind === 'violated') {
    const found = of('violated', about) ?? of('violated', fairness.findings);
    if (found) return found;
  }
  if (kind === 'undecided') {
    const found =
      of('undecided', about) ?? of('undecided', fairness.findings) ?? of('not-estimable', fairness.findings);
    if (found) return found;
  }
  return best(about.filter((finding) => finding.surelyWorse)) ?? about.find(({ drift }) => drift !== undefined);
}

/** Whether the slice moved further to the worse side than the rest of its attribute, for all findings at once. */
export function isSurelyTheWorst(fairness: FairnessRecord, finding: Finding): boolean {
  const key = sliceKey(finding.slice);
  return fairness.findings.some(
    (other) =>
      other.kind === 'differential' &&
      other.surelyWorse &&
      other.metric === finding.metric &&
      sliceKey(other.slice) === key,
  );
}

function withoutData(record: AuditRecord): Headline {
  const { baseline, variant } = modelNames(record);
  const same = record.outputs?.find(({ sameLargest }) => sameLargest !== undefined);
  const release = releaseInWords(record.verdict);
  const numbers = [
    'Fairness was not audited. No evaluation data were given, so nothing here says for whom the compressed model got worse, or whether it did.',
  ];
  if (same?.sameLargest !== undefined) {
    const share = capital(`on ${thousands(same.inputs)} generated inputs`);
    numbers.push(
      `${share}, ${variant} and ${baseline} give the same largest output ${(same.sameLargest * 100).toFixed(1)} times of 100; ` +
        'generated inputs are not people, and that says nothing about any group.',
    );
  }
  const contradicted = record.verdict.claims.contradicted > 0;
  return {
    ...release,
    glyph: contradicted ? release.glyph : '–',
    word: contradicted ? release.word : 'fairness not audited',
    sentence: contradicted
      ? `Fairness was not audited, and ${contradictedInWords(record)}.`
      : `${variant} was compared with ${baseline} without evaluation data: whether anyone got worse is not known.`,
    numbers,
    promises: '',
  };
}

function sentenceFor(record: AuditRecord, fairness: FairnessRecord, main: Finding | undefined): string {
  const { baseline, variant } = modelNames(record);
  const whom = main === undefined ? 'anyone' : forWhom(main.slice);
  switch (record.verdict.kind) {
    case 'violated': {
      if (main?.verdict.kind !== 'violated') {
        const { undecided, notEstimable } = record.verdict.promises;
        return undecided + notEstimable > 0
          ? `${variant} is not as claimed: ${contradictedInWords(record)}. Whether it keeps its promises to people is undecided.`
          : `${variant} keeps its promises to people, but ${contradictedInWords(record)}.`;
      }
      if (main.kind === 'differential') return `${variant} moved more for ${whom} than for the rest.`;
      if (main.slice.length === 0) return `${variant} ${gotWorse(record, main)} for everyone taken together.`;
      const others = isSurelyTheWorst(fairness, main)
        ? ', and more than for the rest'
        : '; others may have got worse too';
      return `${variant} ${gotWorse(record, main)} for ${whom}${others}.`;
    }
    case 'undecided':
      if (main?.verdict.kind === 'undecided') {
        return main.verdict.examplesNeeded === 'unreachable'
          ? `${variant} is so near its margin for ${whom} that more examples would not decide it.`
          : `Too few examples to say whether ${variant} keeps its promise for ${whom}.`;
      }
      if (main?.verdict.kind === 'not-estimable') return `Nothing can be said about ${variant} for ${whom}.`;
      return `${variant} keeps what could be judged, but something could not be.`;
    case 'kept':
      if (main?.surelyWorse) {
        return `${variant} got worse for ${whom}, but by less than the release allows.`;
      }
      return main === undefined || main.slice.length === 0
        ? `${variant} stays within its margins for every group.`
        : `${variant} stays within its margins for every group, ${whom} included.`;
    case 'not-judged':
      return `${variant} was compared with ${baseline}, but nothing was promised.`;
  }
}

function gotWorse(record: AuditRecord, finding: Finding): string {
  return metricsInWords(record)(finding.metric).better === 'neither' ? 'changed' : 'got worse';
}

function forWhom(slice: Slice): string {
  return slice.length === 0 ? 'everyone' : sliceInSentence(slice);
}

function contradictedInWords(record: AuditRecord): string {
  const claims = record.claims.filter(({ result }) => result === 'contradicted');
  const topics = [...new Set(claims.map(topicOf))].map((topic) => (topic === 'other' ? 'something else' : topic));
  return claims.length === 1
    ? `what is claimed about ${joined(topics)} does not hold`
    : `${counted(record.verdict.claims.contradicted, 'claim')} about ${joined(topics)} do not hold`;
}

function numbersFor(record: AuditRecord, fairness: FairnessRecord, main: Finding): readonly string[] {
  const words = metricsInWords(record)(main.metric);
  const sentences = [beforeAndAfter(record, words, main)];
  const other = leastMoved(fairness, main);
  if (other && main.slice.length === 1) sentences.push(besides(words, main, other));
  const gap = gapSentence(record, fairness, main);
  if (gap !== undefined) sentences.push(gap);
  return sentences.filter((sentence) => sentence !== '');
}

/** `Of 100 examples with skin tone dark, the full model gets 88 right, pruned 72: −16.6 points (−20.9 to −12.2), n = 1 728.` */
function beforeAndAfter(record: AuditRecord, words: MetricWords, finding: Finding): string {
  const { baseline, variant } = modelNames(record);
  if (finding.baseline.kind !== 'value' || finding.variant.kind !== 'value') return '';
  const whom = finding.slice.length === 0 ? '' : ` with ${sliceInSentence(finding.slice)}`;
  const change = sliceValue(record.fairness, finding);
  const drift = finding.kind === 'drift' && finding.drift !== undefined ? finding.drift : change?.drift?.value;
  const ends = finding.kind === 'drift' ? finding.interval : change?.drift?.interval;
  const measured = [
    drift === undefined ? '' : words.changeWithUnit(drift),
    ends === undefined ? '' : `(${words.interval(ends)})`,
  ]
    .filter(Boolean)
    .join(' ');
  const tail = [measured, finding.n === null ? '' : `n\u00a0=\u00a0${thousands(finding.n)}`].filter(Boolean).join(', ');
  const [before, after] = [finding.baseline.value, finding.variant.value];
  if (finding.metric === 'accuracy') {
    const [of, right, wrong] = ofRoundNumber(before, after);
    return `Of ${thousands(of)} examples${whom}, ${baseline} gets ${right} right, ${variant} ${wrong}: ${tail}.`;
  }
  const where = finding.slice.length === 0 ? 'Over all examples' : `For ${sliceInSentence(finding.slice)}`;
  const unit = words.unit === '' ? '' : ' of 100';
  return `${where}, the ${words.title} is ${words.value(before)}${unit} with ${baseline} and ${words.value(after)} with ${variant}: ${tail}.`;
}

/** `With skin tone light, 95 and 86.` */
function besides(words: MetricWords, main: Finding, other: { slice: Slice; value: SliceValue }): string {
  if (other.value.baseline.kind !== 'value' || other.value.variant.kind !== 'value') return '';
  const [before, after] = [other.value.baseline.value, other.value.variant.value];
  const drift = other.value.drift;
  const n = other.value.n === null ? '' : `, n\u00a0=\u00a0${thousands(other.value.n)}`;
  const change =
    drift === undefined ? '' : `: ${words.changeWithUnit(drift.value)} (${words.interval(drift.interval)})${n}`;
  if (main.metric === 'accuracy') {
    const size =
      main.baseline.kind === 'value' && main.variant.kind === 'value'
        ? ofRoundNumber(main.baseline.value, main.variant.value)[0]
        : 100;
    const [right, wrong] = [thousands(Math.round(before * size)), thousands(Math.round(after * size))];
    return `With ${sliceInSentence(other.slice)}, ${right} and ${wrong}${change}.`;
  }
  return `For ${sliceInSentence(other.slice)}, ${words.value(before)} and ${words.value(after)}${change}.`;
}

/** Whole numbers of 100, or of 1 000 where 100 would hide the difference: the size, then both numbers. */
function ofRoundNumber(before: number, after: number): readonly [100 | 1000, string, string] {
  const hides = Math.round(before * 100) === Math.round(after * 100) && Math.abs(before - after) >= 0.0005;
  const size = hides ? 1000 : 100;
  return [size, thousands(Math.round(before * size)), thousands(Math.round(after * size))];
}

/** The slice of the same attribute that moved least to the worse side. */
function leastMoved(fairness: FairnessRecord, main: Finding): { slice: Slice; value: SliceValue } | undefined {
  const attribute = main.slice[0]?.attribute;
  const better = fairness.metrics.find(({ name }) => name === main.metric)?.better;
  const sign = better === 'lower' ? -1 : 1;
  const moved = fairness.slices.flatMap(({ slice, shown }) => {
    if (slice.length !== 1 || slice[0]?.attribute !== attribute || sliceKey(slice) === sliceKey(main.slice)) return [];
    const value = shown.kind === 'shown' ? shown.values.find(({ metric }) => metric === main.metric) : undefined;
    return value?.drift === undefined ? [] : [{ slice, value, drift: value.drift.value * sign }];
  });
  return moved.sort((a, b) => b.drift - a.drift)[0];
}

function sliceValue(fairness: FairnessRecord | undefined, finding: Finding): SliceValue | undefined {
  const key = sliceKey(finding.slice);
  const found = fairness?.slices.find(({ slice }) => sliceKey(slice) === key)?.shown;
  return found?.kind === 'shown' ? found.values.find(({ metric }) => metric === finding.metric) : undefined;
}

/** How the largest difference between groups moved, where that is sure. */
function gapSentence(record: AuditRecord, fairness: FairnessRecord, main: Finding): string | undefined {
  const attribute = main.slice[0]?.attribute;
  const gap = fairness.disparities.find(
    (disparity) =>
      disparity.attribute === attribute &&
      disparity.unit === 'rate' &&
      disparity.name.startsWith(main.metric) &&
      /difference|gap|range/.test(disparity.name) &&
      disparity.drift !== undefined &&
      (disparity.drift.interval.lower > 0 || disparity.drift.interval.upper < 0),
  );
  if (gap?.drift === undefined || gap.baseline.kind !== 'value' || gap.variant.kind !== 'value') return undefined;
  const words = metricsInWords(record)(main.metric);
  return (
    `The ${attributeInWords(gap.title)} by ${attributeInWords(gap.attribute)} ${gap.drift.value > 0 ? 'grew' : 'shrank'} from ` +
    `${words.value(gap.baseline.value)} to ${words.value(gap.variant.value)} points.`
  );
}

/** `The release promised to lose at most 2.0 points of accuracy in any slice: broken for 13 of 14, kept for 1.` */
export function promisesInWords(record: AuditRecord, fairness: FairnessRecord): string {
  const { kept, violated, undecided, notEstimable, keptButWorse } = record.verdict.promises;
  const total = kept + violated + undecided + notEstimable;
  if (total === 0) return 'The release promised nothing that could be judged.';
  const metrics = metricsInWords(record);
  const margins = new Map<string, string>();
  for (const { kind, metric, margin } of fairness.findings) {
    if (kind === 'drift') margins.set(`${metric} ${margin.allowed}`, metrics(metric).promise(margin.allowed));
  }
  const all = [...margins.values()];
  const who = fairness.findings.some(({ margin }) => margin.source === 'plan')
    ? 'The release promised to'
    : 'By default a release promises to';
  const what =
    all.length === 1
      ? `${who} ${all[0] ?? ''} in any slice`
      : `The release promised limits for ${counted(new Set(fairness.findings.map(({ metric }) => metric)).size, 'metric')}`;
  const relative = fairness.findings.some(({ kind }) => kind === 'differential');
  const counts = [
    violated > 0 ? `broken for ${thousands(violated)}` : '',
    undecided > 0 ? `undecided for ${thousands(undecided)}` : '',
    notEstimable > 0 ? `not estimable for ${thousands(notEstimable)}` : '',
    kept > 0 ? `kept for ${kept === total ? 'all' : thousands(kept)}` : '',
  ].filter(Boolean);
  const worse = keptButWorse > 0 ? ` (${thousands(keptButWorse)} of them surely worse all the same)` : '';
  const relatively = relative ? ', and to keep any part of an attribute from moving much more than the rest' : '';
  return `${what}${relatively}. Of ${counted(total, 'such promise')}: ${joined(counts)}${worse}.`;
}
