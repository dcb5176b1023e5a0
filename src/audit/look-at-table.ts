import { AuditError, didYouMean, listed, quoted } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { TensorSpec } from '../models/index.js';
import { strayLabel, type StrayLabel } from './stray-label.js';

/** What a column looks like. */
export interface SeenColumn {
  readonly name: string;
  /** Written values, most frequent first; at most `maxValues`. */
  readonly values: readonly string[];
  readonly hasMore: boolean;
  readonly hasMissing: boolean;
  /** Present where every cell that is not missing is a number. */
  readonly numbers?:
    { readonly min: number; readonly max: number; readonly mean: number; readonly std: number } | undefined;
}

/** What the columns of a table seem to be for. */
export interface SeenTable {
  readonly columns: readonly SeenColumn[];
  readonly id?: string | undefined;
  readonly label: SeenColumn;
  /** A label that nearly no row has, where two others are nearly all. */
  readonly stray?: StrayLabel | undefined;
  /** A column that names files: pictures or arrays. */
  readonly file?: string | undefined;
}

/** More distinct values than this are no categories. */
const maxValues = 60;

const labelNames = /^(label|labels|class|target|y|y_true|truth|outcome|income)$/iu;
const fileNames = /\.(png|jpe?g|webp|gif|tiff?|avif|npy)$/iu;

/** Looks at every column of a table. @throws {AuditError} `command-line` where no column seems to be the label */
export async function lookAtTable(
  table: Table,
  model: { readonly inputs: readonly TensorSpec[] },
  label: string | undefined,
): Promise<SeenTable> {
  const columns: SeenColumn[] = [];
  for (const { name } of table.columns) columns.push(await lookAtColumn(table, name));
  const inputs = new Set(model.inputs.map((input) => input.name));
  const names = columns.map((column) => column.name);
  const labelColumn = columns.find(({ name }) =>
    label === undefined ? labelNames.test(name) && !inputs.has(name) : name === label,
  );
  if (!labelColumn) {
    throw new AuditError(
      'command-line',
      label === undefined
        ? 'No column of the table is called like a label.'
        : `The table has no column ${quoted(label)}.`,
      {
        wayOut:
          `Name it with --label. ${label === undefined ? '' : (didYouMean(label, names) ?? '')} The columns are: ${listed(names)}.`.replace(
            / {2,}/gu,
            ' ',
          ),
      },
    );
  }
  const id = names.find((name) => /^(id|uid|uuid|key|index)$/iu.test(name));
  const isUnique = id !== undefined && (await table.duplicates(id, 1)).length === 0;
  return {
    columns,
    id: isUnique ? id : undefined,
    label: labelColumn,
    stray: await strayLabel(table, labelColumn.name),
    file: columns.find(({ values }) => values.length > 0 && values.every((value) => fileNames.test(value)))?.name,
  };
}

async function lookAtColumn(table: Table, name: string): Promise<SeenColumn> {
  const distinct = await table.distinct(name, maxValues + 1);
  const values = distinct.map(({ value }) => value).filter((value) => value !== null && value !== '');
  const { missing, notNumbers, numbers } = await table.numericSummary(name);
  return {
    name,
    values: values.slice(0, maxValues).map(String),
    hasMore: distinct.length > maxValues,
    hasMissing: missing > 0,
    numbers: notNumbers === 0 ? numbers : undefined,
  };
}
