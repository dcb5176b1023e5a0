import { AuditError, didYouMean, listed, quoted } from '../base/index.js';
import type { DeclaredMargin } from '../compare/index.js';
import { metricList, metricOfName, type Task } from '../metrics/index.js';

export type FlagMargin = DeclaredMargin;

/**
 * The margins of `--margin`: `accuracy=2 points`, `accuracy:differential=2 points`, `log_loss=0.05`; the drift unless it says differential.
 *
 * @throws {AuditError} `command-line`
 */
export function marginsOfFlags(flags: readonly string[], task: Task): readonly FlagMargin[] {
  return flags.map((flag) => {
    const match = /^\s*([\w.]+)(?::(drift|differential))?\s*=\s*(\d+(?:\.\d+)?)\s*(points?)?\s*$/u.exec(flag);
    if (!match) {
      throw new AuditError('command-line', `--margin ${quoted(flag)} is no metric with a size.`, {
        wayOut: `Write it like --margin 'accuracy=2 points' or --margin 'accuracy:differential=2 points'.`,
      });
    }
    const [, name = '', kind = 'drift', size = '', points] = match;
    const usable = metricList.filter(({ tasks }) => tasks.includes(task));
    const metric = metricOfName(name);
    if (!metric?.tasks.includes(task)) {
      const names = usable.map((known) => known.name);
      throw new AuditError(
        'command-line',
        `--margin names the metric ${quoted(name)}, which ${task} outcomes do not have.`,
        {
          wayOut: [didYouMean(name, names), `There are: ${listed(names, 40)}.`].filter(Boolean).join(' '),
        },
      );
    }
    const allowed = points === undefined ? Number(size) : Number(size) / 100;
    const isRate = metric.unit === 'rate';
    if (!isRate && points !== undefined) {
      throw new AuditError(
        'command-line',
        `Points are for rates; ${quoted(name)} has its own unit, found ${quoted(flag)}.`,
      );
    }
    if (!(allowed > 0) || (isRate && allowed >= 1)) {
      throw new AuditError(
        'command-line',
        `A margin must be above 0${isRate ? ' and below 100 points' : ''}, found ${quoted(flag)}.`,
        {
          wayOut:
            isRate && points === undefined
              ? `For ${size} points of a hundred write '${name}=${size} points'.`
              : undefined,
        },
      );
    }
    return { metric: name, [kind]: allowed };
  });
}

/** A promise that nobody would be held against is none. @throws {AuditError} `command-line` */
export function assertMarginsFit(
  margins: readonly FlagMargin[],
  slices: readonly (readonly string[])[],
  sensitive: readonly string[],
): void {
  const isHeld = slices.some(
    ([only = '', ...more]) => more.length === 0 && (sensitive.length === 0 || sensitive.includes(only)),
  );
  const stray = margins.find(({ differential }) => differential !== undefined);
  if (!stray || isHeld) return;
  throw new AuditError(
    'command-line',
    `The margin on ${quoted(stray.metric)} is on differential drift, but no --slice cuts by a single sensitive attribute.`,
    {
      wayOut: 'Add --slice with one column.',
    },
  );
}
