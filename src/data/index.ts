export type {
  ArraySpec,
  AttributeSpec,
  ColumnInputSpec,
  ColumnsSpec,
  FeatureSpec,
  ImageSpec,
  InputSpec,
  LinearScale,
} from '../base/index.js';
export * from './attributes.js';
export * from './cells.js';
export * from './guess-columns.js';
export { featureWidth } from './inputs/columns-input.js';
export * from './inputs/input-file-state.js';
export * from './inputs/input-columns.js';
export * from './of-row.js';
export * from './inputs/picture.js';
export * from './inputs/prepare-input.js';
export * from './table/assert-combinations.js';
export * from './table/expand-globs.js';
export * from './table/open-table.js';
export * from './table/table.js';
export * from './table/typed-rows.js';
export { formatOf, type TableFormat } from './table/table-format.js';
