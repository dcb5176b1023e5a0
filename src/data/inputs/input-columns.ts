import type { InputSpec } from '../../base/index.js';

/** The columns that an input reads. */
export function inputColumns(spec: InputSpec): readonly string[] {
  if (spec.kind === 'columns') return spec.columns.map(({ column }) => column);
  return [spec.kind === 'column' ? spec.column : spec.file];
}
