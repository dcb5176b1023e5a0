import { terminal, type TerminalOptions } from './terminal.js';
import { deployedInWords, type DeployedRecord } from './wording/deployment.js';
import { deploymentView } from './view/deployment.js';

/** What each group gets as deployed, for the terminal: once for all variants; nothing where the plan does not say who gets which model. */
export function renderDeploymentSummary(record: DeployedRecord, options: TerminalOptions): string {
  const view = deploymentView(record);
  if (!view) return '';
  const to = terminal(options);
  const indent = 4;
  const rows = view.rows.flatMap(({ who, before, after, drift, ownership, n, reason }) =>
    reason === ''
      ? to.flow(
          '',
          [
            { text: `${who}, n = ${n}` },
            { text: `${before} to ${after}` },
            { text: `${drift.value} ${drift.interval}` },
            { text: ownership.value === '–' ? '' : `own devices ${ownership.value} ${ownership.interval}` },
          ],
          indent,
        )
      : to.wrap(`${who}: ${reason}`, indent, indent).map((line) => to.paint(line, 'quiet')),
  );
  return `${[
    ...to.wrap(`As deployed, by declared shares of devices: ${view.metric}, the full model to as deployed`, 2),
    ...rows,
    ...deployedInWords(record)
      .slice(-1)
      .flatMap((sentence) => to.wrap(sentence, 2, 2)),
  ].join('\n')}\n`;
}
