import type { FairnessRecord } from '../../record/index.js';
import { hiddenReason } from '../wording/hidden.js';
import { percent, thousands } from '../wording/numbers.js';
import { attributeInWords, sliceInWords } from '../wording/slices.js';
import { nameInWords, sentenceInWords } from '../wording/text.js';

/** Who is in the data, an attribute a table. */
export function attributeTables(fairness: FairnessRecord): readonly {
  title: string;
  kind: string;
  rows: readonly { value: string; n: string; share: string; isHidden: boolean }[];
}[] {
  const { attributes, examples } = fairness.data;
  return attributes.map(({ name, sensitive, values }) => ({
    title: attributeInWords(name),
    kind: sensitive ? 'sensitive' : 'not sensitive',
    rows: values.map(({ value, n }) => ({
      value: nameInWords(value),
      n: n === null ? 'hidden' : thousands(n),
      share: n === null ? '' : examples === 0 ? '–' : percent(n / examples, 1),
      isHidden: n === null,
    })),
  }));
}

/** How many examples have each label. */
export function labelRows(fairness: FairnessRecord): readonly { label: string; n: string }[] {
  return fairness.data.labels.map(({ label, n }) => ({
    label: nameInWords(label),
    n: n === null ? 'hidden' : thousands(n),
  }));
}

/** Whether a count of a value or a label is not shown. */
export function hasHiddenCounts({ data }: FairnessRecord): boolean {
  return [...data.attributes.flatMap(({ values }) => values), ...data.labels].some(({ n }) => n === null);
}

/** Slices that are not shown, with the reason. */
export function hiddenSlices(fairness: FairnessRecord): readonly { who: string; reason: string }[] {
  return fairness.slices.flatMap(({ slice, shown }) =>
    shown.kind === 'hidden' ? [{ who: sliceInWords(slice), reason: hiddenReason(shown) }] : [],
  );
}

/** Every metric's definition, direction and source. */
export function metricDefinitions(
  fairness: FairnessRecord,
): readonly { title: string; definition: string; source: string }[] {
  return fairness.metrics.map(({ title, definition, source, unit, better }) => ({
    title: `Metric: ${attributeInWords(title)}`,
    definition: `${sentenceInWords(definition)} ${better === 'neither' ? 'Neither more nor less is better.' : `${better === 'higher' ? 'Higher' : 'Lower'} is better.`}${unit === 'rate' ? ' Shown in points of a hundred.' : ''}`,
    source: source === undefined ? '' : sentenceInWords(source),
  }));
}
