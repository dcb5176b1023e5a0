import type { DriftSummaryRecord, FairnessRecord } from '../../record/index.js';
import { decimalsFor, fixed, interval, signed } from '../wording/numbers.js';
import { inPercent } from '../wording/relative.js';
import { attributeInWords } from '../wording/slices.js';
import { joined, nameInWords, sentenceInWords } from '../wording/text.js';

/** One number of how drift was spread, as the texts of its cells. */
export interface SpreadRow {
  /** The group that it is about; else what is told of all groups. */
  readonly who: string;
  /** What it means and where from, for what is told of all groups. */
  readonly definition: string;
  readonly source: string;
  readonly value: string;
  readonly interval: string;
  /** The same of everyone; nothing where it is about all groups. */
  readonly overall: string;
  readonly note: string;
}

/** Numbers of one definition, a group a row; or those that are told of all groups. */
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
    const ofGroups = own.filter(({ group }) => group !== undefined);
    const names = [...new Set(ofGroups.map(({ name }) => name))];
    return {
      attribute: attributeInWords(attribute),
      tables: [
        ...tableOfAll(own.filter(({ group }) => group === undefined)),
        ...names.flatMap((name) => tableOf(ofGroups.filter((item) => item.name === name))),
      ],
    };
  });
}

/** For whom errors grew most in proportion, as far as was seen, a sentence an attribute; nothing where that is not told. */
export function spreadSentences({ driftSummaries }: FairnessRecord): readonly string[] {
  const changes = driftSummaries.filter(({ name }) => name === 'normalised_change_of_error_rate');
  return [...new Set(changes.map(({ attribute }) => attribute))].flatMap((attribute) => {
    const known = changes.flatMap((item) =>
      item.attribute === attribute && item.value.kind === 'value' ? [{ item, size: item.value.value }] : [],
    );
    const [most, ...others] = known.sort((a, b) => b.size - a.size);
    if (most === undefined || most.size <= 0) return [];
    const { group = '', overall, interval: ends } = most.item;
    const isApart =
      ends !== undefined &&
      others.every(({ item: { interval: other } }) => other !== undefined && other.upper < ends.lower);
    return [
      [
        `By ${attributeInWords(attribute)}, the largest growth of the error rate in proportion to what it was is seen for “${nameInWords(group)}”: ${share(most.size)}`,
        ends === undefined ? '' : ` (${interval(ends, inPercent)})`,
        overall?.kind === 'value' ? `; for everyone together it is ${share(overall.value)}` : '',
        '.',
        ends !== undefined && ends.lower <= 0 ? ' Whether it grew at all is not sure.' : '',
        isApart || others.length === 0
          ? ''
          : ' Intervals of other groups overlap with it, so that it may be larger there.',
      ].join(''),
    ];
  });
}

function share(value: number): string {
  return `${inPercent(value)}\u202f%`;
}

function tableOf(items: readonly DriftSummaryRecord[]): readonly SpreadTable[] {
  const [first] = items;
  if (first === undefined) return [];
  const write = writerOf(items);
  return [
    {
      title: attributeInWords(first.title),
      definition: sentenceInWords(first.definition),
      source: sentenceInWords(first.source),
      unit: isShare(first) ? '%' : '',
      hasOverall: items.some(({ overall }) => overall !== undefined),
      rows: items.map((item) => ({
        ...rowOf(item, write),
        who: nameInWords(item.group ?? ''),
        definition: '',
        source: '',
      })),
    },
  ];
}

/** What is one number for all groups: its definition stands in its row. */
function tableOfAll(items: readonly DriftSummaryRecord[]): readonly SpreadTable[] {
  if (items.length === 0) return [];
  const rows = items.map((item) => ({
    ...rowOf(item, writerOf([item])),
    who: attributeInWords(item.title),
    definition: sentenceInWords(item.definition),
    source: sentenceInWords(item.source),
  }));
  return [
    {
      title: 'over all groups',
      definition: 'One number for all of them.',
      source: '',
      unit: '',
      hasOverall: false,
      rows,
    },
  ];
}

function isShare({ name }: DriftSummaryRecord): boolean {
  return name.startsWith('normalised_change');
}

/** How numbers of one definition are written, with the same decimals for all. */
function writerOf(items: readonly DriftSummaryRecord[]): (value: number) => string {
  const decimals = decimalsFor(
    items.flatMap(({ value, interval: ends }) => [
      ...(value.kind === 'value' ? [value.value] : []),
      ...(ends ? [ends.lower, ends.upper] : []),
    ]),
  );
  if (items.some(isShare)) return inPercent;
  return (value) =>
    items.some(({ name }) => name === 'excessive_loss') ? signed(value, decimals) : fixed(value, decimals);
}

function rowOf(
  { group, value, interval: ends, overall, leftOut }: DriftSummaryRecord,
  write: (value: number) => string,
): Pick<SpreadRow, 'value' | 'interval' | 'overall' | 'note'> {
  const out = leftOut.map(({ value: of, reason }) => `${nameInWords(of)} (${sentenceInWords(reason)})`);
  return {
    value: value.kind === 'value' ? write(value.value) : '–',
    interval: ends === undefined ? '' : `(${interval(ends, write)})`,
    overall: overall === undefined ? '' : overall.kind === 'value' ? write(overall.value) : '–',
    note: [
      value.kind === 'value' ? '' : sentenceInWords(value.reason),
      group === undefined && out.length > 0 ? `left out: ${joined(out)}` : '',
    ]
      .filter(Boolean)
      .join('; '),
  };
}
