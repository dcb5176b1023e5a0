import type { JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import { othersInWords } from '../wording/against.js';
import { whomInSentence } from '../wording/main-finding.js';
import { toTheWorse, type MetricWords } from '../wording/metrics.js';
import { modelNames } from '../wording/model-names.js';
import { thousands } from '../wording/numbers.js';
import { attributesInWords } from '../wording/slices.js';
import { capital, counted, joined, sentenceInWords } from '../wording/text.js';
import { unseenFootnote } from '../wording/unseen-flips.js';

/** The findings of one metric and one kind, and which of them a chart shows. */
export interface DriftGroup {
  readonly kind: Finding['kind'];
  /** Whether it is held against a group that the plan names. */
  readonly isNamed: boolean;
  readonly metric: string;
  readonly findings: readonly Finding[];
  readonly shown: readonly Finding[];
}

/** What a drift chart says, in a sentence: how many promises are broken, and the furthest move to the worse. */
export function driftMessage(
  record: JudgedRecord,
  fairness: FairnessRecord,
  { kind, isNamed, findings }: DriftGroup,
  words: MetricWords,
): string {
  const { variant } = modelNames(record);
  const count = (verdict: Finding['verdict']['kind']): number =>
    findings.filter((finding) => finding.verdict.kind === verdict).length;
  const [broken, undecided] = [count('violated'), count('undecided')];
  const of = counted(findings.length, findings.some((finding) => finding.class !== undefined) ? 'finding' : 'slice');
  const others = isNamed ? 'the named group' : 'everyone else';
  const against = kind === 'differential' ? `against ${others} in the attribute, ` : '';
  const judged =
    broken > 0
      ? `${variant} breaks its promise on ${words.title} in ${thousands(broken)} of ${of}`
      : undecided > 0
        ? `${variant} breaks no promise on ${words.title} for sure, ${thousands(undecided)} of ${of} undecided`
        : `${variant} breaks no promise on ${words.title}`;
  const sentence = against === '' ? judged : capital(against + judged);
  const furthest = furthestToTheWorse(findings, words.better);
  if (furthest?.drift === undefined) return `${sentence}; none moved to the worse.`;
  const move = words.better === 'neither' ? 'the largest move' : 'the largest move to the worse';
  return `${sentence}; ${move} is ${words.changeWithUnit(furthest.drift)}, for ${whomInSentence(fairness, furthest)}.`;
}

function namedGroups(findings: readonly Finding[]): string {
  return joined([...new Set(findings.map(othersInWords))]);
}

/** The finding about a part of the people that moved furthest to the worse, if any moved there. */
function furthestToTheWorse(findings: readonly Finding[], better: MetricWords['better']): Finding | undefined {
  return findings
    .flatMap((finding) => {
      const isPart = finding.slice.length > 0 || finding.class !== undefined;
      const worse = finding.drift === undefined || !isPart ? 0 : toTheWorse(finding.drift, better);
      return worse > 0 ? [{ finding, worse }] : [];
    })
    .sort((a, b) => b.worse - a.worse)[0]?.finding;
}

/** What stands under a drift chart: what is compared, for how many its intervals hold, and what it has no room for. */
export function driftCaption(
  record: JudgedRecord,
  fairness: FairnessRecord,
  { kind, isNamed, findings, shown }: DriftGroup,
): string {
  const unit = fairness.data.units;
  const over = Math.max(1, ...findings.map(({ interval }) => interval?.simultaneousOver ?? 1));
  const { baseline, variant } = modelNames(record);
  const sampled =
    unit === undefined
      ? ''
      : `, with ${thousands(unit.count)} units (${sentenceInWords(unit.column, 60)}) as what was sampled`;
  return [
    kind === 'differential'
      ? `Drift of each part beyond that of ${isNamed ? namedGroups(findings) : 'everyone else in its attribute'}: how much more it moved, not why.`
      : `Drift from ${baseline} to ${variant}, the same examples for both.`,
    crossingsIn(shown),
    `${over > 1 ? `Intervals hold for all ${thousands(over)} judged findings at once` : 'Each interval holds alone'}${sampled}.`,
    shown.some(({ verdict, beyondShare }) => !beyondShare && (verdict.kind === 'kept' || verdict.kind === 'undecided'))
      ? 'The upright stroke on an interval is the one-sided bound by which a promise is kept or left open.'
      : '',
    unit !== undefined && findings.some(({ verdict }) => verdict.kind === 'undecided')
      ? 'Behind “undecided” stands about how many more units would decide.'
      : '',
    leftOut(findings.filter((finding) => !shown.includes(finding))),
    unseenFootnote(fairness, shown),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What the crossings of a chart are of: its rows may have no room to say so. */
function crossingsIn(shown: readonly Finding[]): string {
  const of = shown.flatMap(({ slice }) =>
    slice.length < 2 ? [] : [attributesInWords(slice.map(({ attribute }) => attribute))],
  );
  return of.length === 0 ? '' : `Crossings are of ${joined([...new Set(of)])}.`;
}

function leftOut(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const count = (word: string, is: (finding: Finding) => boolean): string => {
    const n = findings.filter(is).length;
    return n === 0 ? '' : `${thousands(n)} ${word}`;
  };
  const counts = [
    count('broken', ({ verdict }) => verdict.kind === 'violated'),
    count('undecided', ({ verdict }) => verdict.kind === 'undecided'),
    count('not estimable', ({ verdict }) => verdict.kind === 'not-estimable'),
    count('kept but worse', ({ verdict, surelyWorse }) => verdict.kind === 'kept' && surelyWorse),
    count('kept', ({ verdict, surelyWorse }) => verdict.kind === 'kept' && !surelyWorse),
  ].filter(Boolean);
  const are = findings.length === 1 ? 'is' : 'are';
  return `${counted(findings.length, 'more finding')} (${joined(counts)}) ${are} in the table of every finding.`;
}
