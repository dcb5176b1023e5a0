import {
  AuditError,
  compareText,
  didYouMean,
  listed,
  quoted,
  type AttributeSpec,
  type AuditErrorOptions,
} from '../base/index.js';
import { numberOf, textOf, type Cell } from './cells.js';

/** More distinct values than this are no slices but names of examples; whoever reads the rows counts and refuses. */
export const maxAttributeValues = 1000;

/** Longer texts are no values of an attribute, in code points. */
export const maxAttributeValueLength = 200;

/**
 * Makes the function that turns a cell into the attribute's value: text as written, numbers as the label of their bin, missing
 * and empty cells as the label for those.
 *
 * @throws {AuditError} `data` (from the function): a value that the order does not list, no number in a binned column, a value that
 *   is too long to be one; naming the example, the column and the value
 */
export function readAttribute(spec: AttributeSpec): (cell: Cell, id: string) => string {
  return spec.bins ? readBin(spec, spec.bins) : readText(spec);
}

function readBin(spec: AttributeSpec, edges: readonly number[]): (cell: Cell, id: string) => string {
  const labels = binLabels(edges);
  return (cell, id) => {
    const value = numberOf(cell);
    if (value === 'missing') return missingLabel(spec);
    if (value !== 'not-a-number') return labels[edges.filter((edge) => value >= edge).length] ?? '';
    throw refusal(spec, id, `${quoted(String(cell))}, but the attribute ${quoted(spec.name)} has bins for numbers`, {
      wayOut: 'Correct the table, or leave the bins out of the plan.',
    });
  };
}

function readText(spec: AttributeSpec): (cell: Cell, id: string) => string {
  const { order } = spec;
  const known = order && new Set(order);
  return (cell, id) => {
    const text = textOf(cell);
    if (text === undefined || text === '') return missingLabel(spec);
    if (known?.has(text) === false) {
      throw refusal(spec, id, `${quoted(text)}, which the order of the attribute ${quoted(spec.name)} does not list`, {
        wayOut: [didYouMean(text, order ?? []), `It lists: ${listed(order ?? [])}.`].filter(Boolean).join(' '),
      });
    }
    // Code points are counted only where UTF-16 leaves a doubt.
    const length = text.length > maxAttributeValueLength ? [...text].length : text.length;
    if (length <= maxAttributeValueLength) return text;
    throw refusal(spec, id, `a text of ${length} characters, where at most ${maxAttributeValueLength} make a value`, {
      wayOut: `Choose another column for the attribute ${quoted(spec.name)}.`,
    });
  };
}

function missingLabel(spec: AttributeSpec): string {
  return spec.missing ?? 'missing';
}

function refusal(spec: AttributeSpec, id: string, has: string, options: AuditErrorOptions): AuditError {
  return new AuditError('data', `The example ${quoted(id)} has in the column ${quoted(spec.column)} ${has}.`, options);
}

/** The values in the order in which they are shown: the plan's or the bins', then the others by code point. */
export function orderValues(spec: AttributeSpec, values: ReadonlySet<string>): readonly string[] {
  const declared = spec.order ?? (spec.bins ? binLabels(spec.bins) : []);
  const rest = [...values].filter((value) => !declared.includes(value));
  return [...declared.filter((value) => values.has(value)), ...rest.sort(compareText)];
}

/** `under 18`, `18 to under 30`, `30 or more`, for inner edges 18 and 30. */
export function binLabels(edges: readonly number[]): readonly string[] {
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? 0;
  const between = edges.slice(1).map((edge, i) => `${edges[i] ?? 0} to under ${edge}`);
  return [`under ${first}`, ...between, `${last} or more`];
}
