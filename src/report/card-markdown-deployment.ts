import type { DeployedRecord } from './wording/deployment.js';
import { markdownTable, markdownText } from './wording/markdown.js';
import { deploymentView } from './view/deployment.js';

/** What each group gets as deployed; nothing where the plan does not say who gets which model. */
export function deployed(record: DeployedRecord): string {
  const view = deploymentView(record);
  if (!view) return '';
  const figure = ({ value, interval }: { readonly value: string; readonly interval: string }): string =>
    `${value} ${interval}`.trim();
  return [
    '## As deployed: what each group gets',
    ...view.sentences.map(markdownText),
    markdownText(view.declared),
    markdownText(`${view.metric}:`),
    markdownTable(
      ['group', 'declared shares', 'full model', 'as deployed', 'drift (95 %)', 'only from own devices', 'n'],
      view.rows.map((row) => [
        [row.who, row.reason].filter(Boolean).join(': '),
        [row.shares, row.whose === '' ? '' : `(${row.whose})`].filter(Boolean).join(' '),
        row.before,
        row.after,
        figure(row.drift),
        figure(row.ownership),
        row.n,
      ]),
      [2, 3, 4, 5, 6],
    ),
    ...(view.gaps.length === 0
      ? []
      : [
          '### Where the gaps come from',
          markdownText(view.spread),
          markdownTable(
            ['group', 'full model alone', 'compression, same devices', 'who owns which device', 'as deployed'],
            view.gaps.map(({ who, before, compression, ownership, deployed: all }) => [
              who,
              figure(before),
              figure(compression),
              figure(ownership),
              figure(all),
            ]),
            [1, 2, 3, 4],
          ),
        ]),
    markdownText(view.method),
  ]
    .filter(Boolean)
    .join('\n\n');
}
