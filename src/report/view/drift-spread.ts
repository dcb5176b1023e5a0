import type { DriftSummaryRecord, FairnessRecord } from '../../record/index.js';
import { decimalsFor, fixed, interval, signed } from '../wording/numbers.js';
import { inPercent } from '../wording/relative.js';
import { attributeInWords } from '../wording/slices.js';
import { joined, nameInWords, sentenceInWords } from '../wording/text.js';

/** One number of how drift was spread, as the texts of its cells. */
export interface SpreadRow {
  /** Whom it is about: a group, or all of them. */
  readonly who: string;
  readonly value: string;
  readonly interval: string;
  /** The same of everyone; nothing where it is about all groups. */
  readonly overall: string;
  readonly note: string;
}

/** All numbers of one definition in one attribute. */
export interface SpreadTable {
  readonly title: string;
  readonly definition: string;
  readonly source: string;
  readonly unit: string;
  readonly hasOverall: boolean;
  readonly rows: readonly SpreadRow[];
}

/** How drift was spread over groups, by attribute and definition. */
export function spreadTables({ driftSummaries }: FairnessRecord): readonly {
  readonly attribute: string;
  readonly tables: readonly SpreadTable[];
}[] {
  return [...new Set(driftSummaries.map(({ attribute }) => attribute))].map((attribute) => {
    const own = driftSummaries.filter((item) => item.attribute === attribute);
    const names = [...new Set(own.map(({ name }) => name))];
    return {
      attribute: attributeInWords(attribute),
      tables: names.flatMap((name) => tableOf(own.filter((item) => item.name === name))),
    };
  });
}

/** Whose errors grew most in proportion, a sentence an attribute; nothing where that is not told. */
export function spreadSentences({ driftSummaries }: FairnessRecord): readonly string[] {
  const changes = driftSummaries.filter(({ name }) => name === 'normalised_change_of_error_rate');
  return [...new Set(changes.map(({ attribute }) => attribute))].flatMap((attribute) => {
    const known = changes.flatMap((item) =>
      item.attribute === attribute && item.value.kind === 'value' ? [{ item, size: item.value.value }] : [],
    );
    const [most, ...others] = known.sort((a, b) => b.size - a.size);
    if (most === undefined || most.size <= 0) return [];
    const { group = '', overall, interval: ends } = most.item;
    const isSure =
      ends !== undefined &&
      others.every(({ item: { interval: other } }) => other !== undefined && other.upper < ends.lower);
    const range = ends === undefined ? '' : ` (${interval(ends, inPercent)})`;
    const beside = overall?.kind === 'value' ? `; for everyone together by ${share(overall.value)}` : '';
    const doubt =
      isSure || others.length === 0
        ? ''
        : ' Intervals overlap with those of others, so that another group may have it worse.';
    return [
      `By ${attributeInWords(attribute)}, the error rate grew most in proportion to what it was for “${nameInWords(group)}”: by ${share(most.size)}${range}${beside}.${doubt}`,
    ];
  });
}

function share(value: number): string {
  return `${inPercent(value)}\u202f%`;
}

function tableOf(items: readonly DriftSummaryRecord[]): readonly SpreadTable[] {
  const [first] = items;
  if (first === undefined) return [];
  const isShare = first.name.startsWith('normalised_change');
  const hasSign = isShare || first.name === 'excessive_loss';
  const numbers = items.flatMap(({ value, interval: ends }) => [
    ...(value.kind === 'value' ? [value.value] : []),
    ...(ends ? [ends.lower, ends.upper] : []),
  ]);
  const decimals = decimalsFor(numbers);
  const write = (value: number): string =>
    isShare ? inPercent(value) : hasSign ? signed(value, decimals) : fixed(value, decimals);
  return [
    {
      title: attributeInWords(first.title),
      definition: sentenceInWords(first.definition),
      source: sentenceInWords(first.source),
      unit: isShare ? '%' : '',
      hasOverall: items.some(({ overall }) => overall !== undefined),
      rows: items.map((item) => rowOf(item, write)),
    },
  ];
}

function rowOf(item: DriftSummaryRecord, write: (value: number) => string): SpreadRow {
  const { group, value, interval: ends, overall, leftOut } = item;
  const isAboutAll = group === undefined;
  const out = leftOut.map(({ value: of, reason }) => `${nameInWords(of)} (${sentenceInWords(reason)})`);
  return {
    who: isAboutAll ? 'all groups' : nameInWords(group),
    value: value.kind === 'value' ? write(value.value) : '–',
    interval: ends === undefined ? '' : `(${interval(ends, write)})`,
    overall: overall === undefined ? '' : overall.kind === 'value' ? write(overall.value) : '–',
    note: [
      value.kind === 'value' ? '' : sentenceInWords(value.reason),
      isAboutAll && out.length > 0 ? `left out: ${joined(out)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
  };
}
