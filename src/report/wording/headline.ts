import { sliceKey, type Slice } from '../../base/index.js';
import type { JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import { claimsInSentence } from './claimed.js';
import { headlineNumbers } from './headline-numbers.js';
import { isEveryoneBroken, isSurelyTheWorst, mainFinding, otherPartsBroken, whomInSentence } from './main-finding.js';
import { mayGoOut } from './may-go-out.js';
import { metricsInWords } from './metrics.js';
import { othersInWords } from './against.js';
import { modelNames } from './model-names.js';
import { partsInWords, slicesNotJudged } from './not-judged.js';
import { thousands } from './numbers.js';
import { isByDefault, promisesInWords } from './promises.js';
import { capital, classInWords, counted } from './text.js';
import { hasTooFewUnits, unreachableInWords } from './undecided.js';
import { releaseInWords, unitOf, type Tone, type VerdictWords } from './verdicts.js';

/** What a reader must know if they read nothing else. */
export interface Headline {
  readonly tone: Tone;
  readonly glyph: VerdictWords['glyph'];
  readonly word: string;
  /** One sentence with the group in it. */
  readonly sentence: string;
  /** Whether the release may go out, in a sentence. */
  readonly mayGoOut: string;
  /** What happened to whom, in plain numbers; sentences. */
  readonly numbers: readonly string[];
  /** What was promised and how many promises were kept; nothing where nothing was promised. */
  readonly promises: string;
}

/** The verdict as a sentence, and the paragraph under it. */
export function headlineOf(record: JudgedRecord): Headline {
  const { fairness } = record;
  const release = { ...releaseInWords(record), mayGoOut: mayGoOut(record) };
  if (fairness === undefined) {
    return { ...release, sentence: sentenceWithoutData(record), numbers: numbersWithoutData(record), promises: '' };
  }
  const main = mainFinding(fairness, record.verdict.kind);
  return {
    ...release,
    sentence: sentenceFor(record, fairness, main),
    numbers: main === undefined ? [] : headlineNumbers(record, fairness, main),
    promises: promisesInWords(record, fairness),
  };
}

function sentenceWithoutData(record: JudgedRecord): string {
  const { baseline, variant } = modelNames(record);
  const contradicted = claimsInSentence(record, 'contradicted');
  if (contradicted !== '') return `Fairness was not audited, and ${contradicted}.`;
  const doubtful = and(claimsInSentence(record, 'undecided'));
  return `${variant} was compared with ${baseline} without evaluation data: whether anyone got worse is not known${doubtful}.`;
}

function numbersWithoutData(record: JudgedRecord): readonly string[] {
  const { baseline, variant } = modelNames(record);
  const same = record.outputs?.find(({ sameLargest }) => sameLargest !== undefined);
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
  return numbers;
}

function sentenceFor(record: JudgedRecord, fairness: FairnessRecord, main: Finding | undefined): string {
  const { baseline, variant } = modelNames(record);
  switch (record.verdict.kind) {
    case 'violated':
      return main?.verdict.kind === 'violated' ? brokenSentence(record, fairness, main) : contradictedSentence(record);
    case 'undecided':
      return undecidedSentence(record, fairness, main);
    case 'kept':
      return `${keptSentence(record, fairness, main)}.`;
    case 'not-judged':
      return `${variant} was compared with ${baseline}, but ${whyNotJudged(fairness)}${and(claimsInSentence(record, 'undecided'))}.`;
  }
}

function whyNotJudged({ caveats, notJudged }: FairnessRecord): string {
  switch (caveats.find(({ isBlocking }) => isBlocking)?.kind) {
    case 'no-groups':
      return 'only as a whole: no group was compared with the others';
    case 'one-answer':
      return 'the full model gives every example the same answer';
    default:
      return notJudged.length > 0 ? 'there are too few examples to judge any promise' : 'nothing was promised';
  }
}

function brokenSentence(record: JudgedRecord, fairness: FairnessRecord, main: Finding): string {
  const { variant } = modelNames(record);
  const whom = whomInSentence(fairness, main);
  const moved = metricsInWords(record)(main).better === 'neither' ? 'changed' : 'got worse';
  if (main.kind === 'differential') return `${variant} moved more for ${whom} than for ${othersInWords(main)}.`;
  if (main.slice.length === 0) {
    const about = main.class === undefined ? '' : ` (${classInWords(main.class)})`;
    return `${variant} ${moved} for everyone taken together${about}.`;
  }
  const isWorst = isSurelyTheWorst(fairness, main);
  if (isEveryoneBroken(fairness, main)) {
    return isWorst
      ? `${variant} ${moved} for everyone taken together, and more for ${whom} than for everyone else.`
      : `${variant} ${moved} for ${whom}, and for everyone taken together as well.`;
  }
  if (isWorst) return `${variant} ${moved} for ${whom}, and more than for everyone else.`;
  const others = otherPartsBroken(fairness, main);
  return others > 0
    ? `${variant} ${moved} for ${whom}, and for ${counted(others, `more ${partsInWords(fairness)}`)}.`
    : `${variant} ${moved} for ${whom}; others may have ${moved} too.`;
}

/** Where a claim alone makes the release one that may not go out. */
function contradictedSentence(record: JudgedRecord): string {
  const { variant } = modelNames(record);
  const { kept, undecided, notEstimable } = record.verdict.promises;
  const contradicted = claimsInSentence(record, 'contradicted');
  if (kept + undecided + notEstimable === 0) return `Nothing was promised to people, and ${contradicted}.`;
  return undecided + notEstimable > 0
    ? `${capital(contradicted)} for ${variant}; whether it keeps its promises to people is undecided.`
    : `${variant} keeps its promises to people, but ${contradicted}.`;
}

function undecidedSentence(record: JudgedRecord, fairness: FairnessRecord, main: Finding | undefined): string {
  const { variant } = modelNames(record);
  const whom = main === undefined ? 'anyone' : whomInSentence(fairness, main);
  if (main?.verdict.kind === 'undecided') {
    const unit = unitOf(record);
    if (hasTooFewUnits(main)) return `Too few units to say whether ${variant} keeps its promise for ${whom}.`;
    return main.verdict.examplesNeeded === 'unreachable' && main.verdict.assuming !== 'nothing-moved'
      ? `For ${whom}, ${variant} is ${unreachableInWords(main.verdict.assuming, unit)}.`
      : `Too few ${unit === undefined ? 'examples' : 'units'} to say whether ${variant} keeps its promise for ${whom}.`;
  }
  if (main?.verdict.kind === 'not-estimable') return `Nothing can be said about ${variant} for ${whom}.`;
  return `${keptSentence(record, fairness, main)}, but ${claimsInSentence(record, 'undecided')}.`;
}

/** Without its full stop. */
function keptSentence(record: JudgedRecord, fairness: FairnessRecord, main: Finding | undefined): string {
  const { variant } = modelNames(record);
  const unknown = slicesNotJudged(fairness);
  const part = partsInWords(fairness);
  const isDefault = isByDefault(fairness);
  if (main?.surelyWorse === true) {
    const enough = isDefault ? 'less than the default margins allow' : 'less than the release allows';
    const rest = unknown.length === 0 ? '' : `; ${counted(unknown.length, part)} could not be judged`;
    return `${variant} got worse for ${whomInSentence(fairness, main)}, but by ${enough}${rest}`;
  }
  const within = `${variant} stays within ${isDefault ? 'the default' : 'its'} margins for`;
  if (fairness.slices.every(({ slice }) => slice.length === 0)) return `${within} everyone taken together`;
  const judged = unknown.length === 0 ? `every ${part}` : `every ${part} that could be judged`;
  const isNamed = main !== undefined && main.slice.length > 0 && !unknown.some((slice) => isSame(slice, main.slice));
  const included = isNamed ? `, ${whomInSentence(fairness, main)} included` : '';
  return `${within} ${judged}${included}${unknown.length === 0 ? '' : `; ${thousands(unknown.length)} could not`}`;
}

function isSame(a: Slice, b: Slice): boolean {
  return sliceKey(a) === sliceKey(b);
}

function and(clause: string): string {
  return clause === '' ? '' : `, and ${clause}`;
}
