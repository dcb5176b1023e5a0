import { reachable } from '../../compare/index.js';
import type { AuditRecord, JudgedRecord, FairnessRecord, Finding } from '../../record/index.js';
import { latencyInputInWords } from './claims.js';
import { disagreementsInWords, relativeDriftInWords } from './disagreements.js';
import { intervalsInWords } from './intervals.js';
import { marginWithUnit } from './margin.js';
import { modelNames } from './model-names.js';
import { fixed, thousands } from './numbers.js';
import { attributeInWords } from './slices.js';
import { heldMargins } from './promises.js';
import { capital, counted, joined, nameInWords } from './text.js';

/** One topic of how the numbers came about. */
export interface MethodTopic {
  readonly title: string;
  readonly text: string;
}

/** How the numbers of this record came about, a paragraph a topic. */
export function methodInWords(record: AuditRecord): readonly MethodTopic[] {
  const { fairness } = record;
  if (fairness === undefined) return withoutData(record);
  return [
    { title: 'What is compared', text: comparison(record, fairness, 'models') },
    ...fairnessMethod(record, fairness),
    ...explanations(record),
    ...latency(record),
  ].filter(({ text }) => text !== '');
}

/** How numbers about predictions came about, whose models were never seen. */
export function predictionsMethodInWords(record: JudgedRecord, fairness: FairnessRecord): readonly MethodTopic[] {
  return [
    { title: 'What is compared', text: comparison(record, fairness, 'predictions') },
    ...fairnessMethod(record, fairness),
  ].filter(({ text }) => text !== '');
}

function fairnessMethod(record: JudgedRecord, fairness: FairnessRecord): readonly MethodTopic[] {
  return [
    { title: 'Intervals', text: intervalsInWords(fairness) },
    { title: 'All at once', text: atOnce(fairness) },
    { title: 'What counts as one', text: units(fairness) },
    { title: 'What was promised', text: margins(record, fairness) },
    { title: 'How a promise is judged', text: judging(fairness) },
    { title: 'Small groups', text: smallGroups(fairness) },
    { title: 'Relative drift', text: relativeDriftInWords(fairness) },
    { title: 'Where libraries disagree', text: disagreementsInWords(fairness) },
  ];
}

function comparison(record: JudgedRecord, fairness: FairnessRecord, seen: 'models' | 'predictions'): string {
  const { baseline, variant } = modelNames(record);
  const { outcome, data } = fairness;
  const answers =
    outcome.task === 'binary'
      ? `A score of at least ${outcome.threshold} counts as “${nameInWords(outcome.positive)}”.`
      : outcome.task === 'multiclass'
        ? `The class with the highest of ${thousands(outcome.classes.length)} scores is the answer.`
        : 'The output is a number, compared with the true one.';
  const both =
    seen === 'models'
      ? `Both models saw the same ${thousands(data.examples)} examples with the same preparation.`
      : `Both predictions are of the same ${thousands(data.examples)} examples; how either was made is not known here.`;
  return (
    `${both} Drift is ${variant} minus ` +
    `${baseline}, taken example by example before it is averaged, so that what both get right or wrong cancels out. ${answers}`
  );
}

function atOnce(fairness: FairnessRecord): string {
  const over = Math.max(1, ...fairness.findings.map(({ interval }) => interval?.simultaneousOver ?? 1));
  if (over === 1) return 'Each interval holds for its own finding alone.';
  const { critical, resamples } = fairness.together;
  return (
    `Many slices mean many chances to be wrong by luck. The intervals of findings are therefore wide enough to hold for all ` +
    `${thousands(over)} judged findings at once: they reach as far as ${fixed(critical, 2)} standard errors would, where 1.96 would do for ` +
    `one alone. That number comes from ${thousands(resamples)} joint resamples of all findings (max-T, with a published seed), so that ` +
    `findings that move together are not counted twice. Intervals of differences between groups, and of drifts that no promise judges, hold ` +
    'for one at a time.'
  );
}

function units(fairness: FairnessRecord): string {
  const { units: named, examples, weights } = fairness.data;
  return [sampled(named, examples), weights && weighed(weights, examples)].filter(Boolean).join(' ');
}

function weighed(weights: NonNullable<FairnessRecord['data']['weights']>, examples: number): string {
  return (
    `Examples do not count alike but by “${nameInWords(weights.column)}”; these ${thousands(examples)} tell about as much as ` +
    `${thousands(Math.round(weights.effectiveExamples))} that do (Kish’s effective number). Counts of examples are not weighted.`
  );
}

function sampled(named: FairnessRecord['data']['units'], examples: number): string {
  if (named === undefined) return `Every example was sampled for itself: ${thousands(examples)} independent ones.`;
  return (
    `What was sampled is “${nameInWords(named.column)}”: ${thousands(named.count)} of them give the ${thousands(examples)} examples. ` +
    'Examples of one are not independent of each other, so intervals are computed over these units, and counts of what would ' +
    'decide a promise are counts of units.'
  );
}

function margins(record: JudgedRecord, fairness: FairnessRecord): string {
  const held = heldMargins(record, fairness);
  const listed = (kind: Finding['kind'], source: Finding['margin']['source']): string =>
    held
      .filter((item) => item.kind === kind && item.source === source)
      .map(
        ({ words, allowed, share, sides, where }) =>
          `${words.title} ${marginWithUnit(words, { allowed, share, sides })} ${where}`,
      )
      .join('; ');
  const sentence = (kind: Finding['kind'], source: Finding['margin']['source'], lead: string): string => {
    const items = listed(kind, source);
    return items === ''
      ? ''
      : `${lead} ${source === 'plan' ? '(as declared)' : '(defaults of the tool, since none were declared)'}: ${items}.`;
  };
  return [
    sentence('drift', 'plan', 'Allowed drift'),
    sentence('drift', 'default', 'Allowed drift'),
    sentence('differential', 'plan', 'Allowed drift beyond that of everyone else in the attribute'),
    sentence('differential', 'default', 'Allowed drift beyond that of everyone else in the attribute'),
  ]
    .filter(Boolean)
    .join(' ');
}

function judging({ findings }: FairnessRecord): string {
  const hasShares = findings.some(({ margin }) => margin.share !== undefined);
  return (
    (hasShares ? shares : '') +
    'Kept: the one-sided bound lies within the margin. Broken: the whole interval lies beyond it. Undecided: neither; the card ' +
    'then says about how many more would decide with a chance of 80\u202f% if nothing had truly moved or, where so many are there ' +
    `already, how many would if the drift is what was seen; or that even ${thousands(reachable)} times as many would likely not. ` +
    'A slice that keeps its promise while its whole interval lies on the worse side of zero is called kept, but worse.'
  );
}

const shares =
  'A margin in per cent is a share of what the full model has in the slice, which is estimated too: such a promise is judged by the drift less ' +
  'that share, with an interval of its own that knows how both move together, and its line in a chart stands where the share lies as measured. ';

function smallGroups(fairness: FairnessRecord): string {
  const hidden = fairness.slices.filter(({ shown }) => shown.kind === 'hidden').length;
  const count =
    hidden === 0 ? 'None is hidden here.' : `${counted(hidden, 'slice')} ${hidden === 1 ? 'is' : 'are'} hidden here.`;
  return (
    `Slices of fewer than ${thousands(fairness.minSlice)} examples are counted but not shown, because numbers about a few people ` +
    `are about those people; so are others from which they could be found by subtraction. ${count}`
  );
}

function explanations(record: AuditRecord): readonly MethodTopic[] {
  const methods = record.explanations?.methods ?? [];
  if (methods.length === 0) return [];
  const each = methods.map(({ title, settings }) => {
    const list = Object.entries(settings).map(
      ([name, value]) => `${attributeInWords(name)} ${nameInWords(String(value))}`,
    );
    return list.length === 0 ? nameInWords(title) : `${nameInWords(title)} (${list.join(', ')})`;
  });
  return [
    {
      title: 'What the models look at',
      text: `Maps come from ${joined(each)}, with the same settings, masks and seeds for both models. Agreement is the rank correlation of the two maps: 1 where both rank every place alike, 0 where they have nothing to do with each other.`,
    },
  ];
}

function latency(record: AuditRecord): readonly MethodTopic[] {
  const { latency: measured } = record;
  if (measured === undefined) return [];
  return [
    {
      title: 'Latency',
      text:
        `${capital(latencyInputInWords(measured.input) || 'one input')}, the same for both models, ran in turns, in ${counted(measured.sessions, 'pair of fresh processes', 'pairs of fresh processes')} of ` +
        `${counted(measured.runsPerSession, 'run')} each, ${counted(measured.threads, 'thread')}, on ${nameInWords(measured.machine)}. ` +
        'A phone is another machine: ratios carry over better than milliseconds, and neither carries over for sure.',
    },
  ];
}

function withoutData(record: AuditRecord): readonly MethodTopic[] {
  const { baseline, variant } = modelNames(record);
  return [
    {
      title: 'What is compared',
      text: `No evaluation data were given. ${variant} and ${baseline} ran on the same generated inputs, and their outputs were subtracted. Such inputs show that the files differ, not whom the difference touches.`,
    },
    ...latency(record),
  ];
}
