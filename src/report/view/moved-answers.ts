import type { ConfusionRecord, FairnessRecord } from '../../record/index.js';
import { signed, thousands } from '../wording/numbers.js';
import { counted, nameInWords } from '../wording/text.js';

/** Answers that moved between the models, of everyone. */
export interface MovedAnswers {
  readonly lead: string;
  readonly rows: readonly {
    readonly truth: string;
    readonly answer: string;
    readonly isRight: boolean;
    readonly came: string;
    readonly left: string;
    readonly net: string;
  }[];
  /** What is not in the rows, and why; nothing where all is. */
  readonly rest: string;
}

/** Nothing where the record has none: for a regression, and where everyone is hidden. */
export function movedAnswers({ confusion, minSlice }: FairnessRecord): MovedAnswers | undefined {
  if (confusion === undefined || confusion.moved.length + confusion.more + confusion.withheld === 0) return undefined;
  return {
    lead: leadOf(confusion),
    rows: confusion.moved.map(({ label, answer, came, left }) => ({
      truth: nameInWords(label),
      answer: nameInWords(answer),
      isRight: label === answer,
      came: thousands(came),
      left: thousands(left),
      net: signed(came - left, 0),
    })),
    rest: [
      confusion.more > 0 ? `${counted(confusion.more, 'more answer')} moved less than these.` : '',
      confusion.withheld > 0
        ? `${counted(confusion.withheld, 'further answer')} moved and ${confusion.withheld === 1 ? 'is' : 'are'} not shown: fewer than ${thousands(minSlice)} examples came or left, or others could be found from them by subtraction.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** The wrong answer that gained most. */
function leadOf({ moved }: ConfusionRecord): string {
  const [most] = moved
    .filter(({ label, answer, came, left }) => label !== answer && came > left)
    .sort((a, b) => b.came - b.left - (a.came - a.left));
  if (most === undefined)
    return moved.length === 0
      ? 'No answer moved for enough examples to be shown.'
      : 'No wrong answer became more frequent among those that can be shown.';
  return `The mistake that became more frequent most: “${nameInWords(most.label)}” taken for “${nameInWords(most.answer)}”, ${thousands(most.came)} times anew and ${thousands(most.left)} times no longer.`;
}
