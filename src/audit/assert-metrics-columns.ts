import { AuditError, didYouMean, listed, quoted } from '../base/index.js';
import type { Table } from '../data/index.js';
import type { MetricsRequest } from './metrics-request.js';
import { slicesOfFlags } from './slice-flags.js';

/** Checks that every column that is named is there, and that no two roles have one column. @throws {AuditError} `command-line` */
export function assertMetricsColumns(table: Table, request: MetricsRequest): void {
  const names = table.columns.map(({ name }) => name);
  const need = (name: string | undefined, flag: string): void => {
    if (name === undefined || names.includes(name)) return;
    throw new AuditError('command-line', `${flag} names the column ${quoted(name)}, which the table does not have.`, {
      wayOut: [didYouMean(name, names), `Its columns are: ${listed(names, 40)}.`].filter(Boolean).join(' '),
    });
  };
  need(request.label, '--label');
  need(request.baseline, '--baseline');
  for (const variant of request.variants) {
    need(variant, '--variant');
    if (variant === request.baseline || variant === request.label) {
      throw new AuditError(
        'command-line',
        `--variant names ${quoted(variant)}, which is the ${variant === request.label ? 'label' : 'baseline'}.`,
        {
          wayOut: 'Name the column of the compressed model’s predictions.',
        },
      );
    }
  }
  const twice = request.variants.find((variant, i) => request.variants.indexOf(variant) !== i);
  if (twice !== undefined) {
    throw new AuditError('command-line', `--variant names ${quoted(twice)} twice.`, { wayOut: 'Name each once.' });
  }
  if (request.baseline === request.label) {
    throw new AuditError('command-line', `--baseline names ${quoted(request.label)}, which is the label.`, {
      wayOut: 'Name the column of the full model’s predictions.',
    });
  }
  need(request.unit, '--unit');
  need(request.weight, '--weight');
  const told = new Map([
    [request.label, 'label'],
    [request.baseline, 'baseline'],
    ...request.variants.map((name) => [name, 'variant'] as const),
  ]);
  for (const [flag, name] of [
    ['--unit', request.unit],
    ['--weight', request.weight],
  ] as const) {
    const what = name === undefined ? undefined : told.get(name);
    if (name === undefined || what === undefined) continue;
    throw new AuditError('command-line', `${flag} names ${quoted(name)}, which is the ${what}.`, {
      wayOut: `Name another column, or leave ${flag} out.`,
    });
  }
  for (const slice of slicesOfFlags(request.slices)) for (const name of slice) need(name, '--slice');
}
