import {
  AuditError,
  attributesOfPattern,
  canonicalJson,
  didYouMean,
  listed,
  quoted,
  type PatternPart,
} from '../base/index.js';
import type { DeclaredMargin } from '../compare/index.js';
import { metricList, metricOfName, type Metric, type Task } from '../metrics/index.js';
import { sizeWayOut } from '../plan/index.js';
import { patternOfFlag } from './pattern-flag.js';

/** What one `--margin` says. */
export type FlagMargin = DeclaredMargin;

const form =
  /^\s*(?<name>[\w.]+)(?::(?<kind>drift|differential))?\s*=\s*(?<size>\d+(?:\.\d+)?)\s*(?<unit>points?|%)?(?<both>\s+both\s+sides)?(?:\s+for\s+(?<slice>\S.*?))?\s*$/u;

/**
 * The margins of `--margin`: `accuracy=2 points`, `accuracy=5 %`, `accuracy:differential=2 points`, `log_loss=0.05`; the drift unless it
 * says differential. `both sides` holds improvement to it too; `for sex=Female,race` holds it for these slices alone.
 *
 * @throws {AuditError} `command-line`
 */
export function marginsOfFlags(flags: readonly string[], task: Task): readonly FlagMargin[] {
  const margins = flags.map((flag) => marginOf(flag, task));
  const meant = margins.map(({ metric, differential, slices }) =>
    canonicalJson([metric, differential === undefined ? 'drift' : 'differential', slices ?? 'any']),
  );
  const at = meant.findIndex((key, i) => meant.indexOf(key) < i);
  if (at >= 0) {
    const first = flags[meant.indexOf(meant[at] ?? '')] ?? '';
    throw new AuditError(
      'command-line',
      `--margin ${quoted(flags[at] ?? '')} is for the same as ${quoted(first)}: only one of them can be what is promised.`,
      { wayOut: 'Leave one out, or say for which slices each is.' },
    );
  }
  return margins;
}

function marginOf(flag: string, task: Task): FlagMargin {
  const { name = '', kind = 'drift', size = '', unit, both, slice } = form.exec(flag)?.groups ?? {};
  if (name === '') {
    throw new AuditError('command-line', `--margin ${quoted(flag)} is no metric with a size.`, {
      wayOut: [
        formWayOut(flag),
        `Write it like --margin 'accuracy=2 points', 'accuracy=5 %', 'accuracy:differential=2 points', 'accuracy=2 points both sides' or 'accuracy=2 points for sex=Female'.`,
      ]
        .filter(Boolean)
        .join(' '),
    });
  }
  const metric = metricNamed(name, task);
  const isRelative = unit === '%';
  const allowed = allowedBy(flag, metric, size, unit);
  if (isRelative && kind === 'differential') {
    throw new AuditError(
      'command-line',
      'A differential margin cannot be a share: two groups have a baseline value each, and nothing says of which it would be one.',
      { wayOut: `Write it in points, or as a number in the metric's own unit.` },
    );
  }
  return {
    metric: name,
    [isRelative ? 'relativeDrift' : kind]: allowed,
    ...(both === undefined ? {} : { sides: 'both' }),
    ...(slice === undefined ? {} : { slices: [patternOfFlag(flag, slice)] }),
  };
}

/** What is likeliest wrong with a margin that cannot be read. */
function formWayOut(flag: string): string | undefined {
  const [, after] = flag.split(/=(.*)/su);
  if (after === undefined) return undefined;
  const [size = '', ...rest] = after.split(/\s+(?=both\b|for\b|sides?\b)/u);
  const isSided = rest.some((part) => /^(both|sides?)\b/u.test(part));
  return sizeWayOut(size, true) ?? (isSided ? 'Write "both sides" after the size, and slices after that.' : undefined);
}

function metricNamed(name: string, task: Task): Metric {
  const metric = metricOfName(name);
  if (metric?.tasks.includes(task) === true) return metric;
  const names = metricList.filter(({ tasks }) => tasks.includes(task)).map((known) => known.name);
  throw new AuditError(
    'command-line',
    `--margin names the metric ${quoted(name)}, which ${task} outcomes do not have.`,
    {
      wayOut: [didYouMean(name, names), `There are: ${listed(names, 40)}.`].filter(Boolean).join(' '),
    },
  );
}

function allowedBy(flag: string, metric: Metric, size: string, unit: string | undefined): number {
  const allowed = unit === undefined ? Number(size) : Number(size) / 100;
  const isRate = metric.unit === 'rate';
  const isRelative = unit === '%';
  if (!isRate && unit !== undefined && !isRelative) {
    throw new AuditError(
      'command-line',
      `Points are for rates; ${quoted(metric.name)} has its own unit, found ${quoted(flag)}.`,
    );
  }
  if (allowed > 0 && (allowed < 1 || !(isRate || isRelative))) return allowed;
  const most = isRelative ? ' and below 100 %' : isRate ? ' and below 100 points' : '';
  throw new AuditError('command-line', `A margin must be above 0${most}, found ${quoted(flag)}.`, {
    wayOut:
      isRate && unit === undefined && allowed > 0
        ? `For ${size} points of a hundred write '${metric.name}=${size} points'.`
        : undefined,
  });
}

/** A promise that nobody would be held against is none. @throws {AuditError} `command-line` */
export function assertMarginsFit(
  margins: readonly FlagMargin[],
  slices: readonly (readonly string[])[],
  sensitive: readonly string[],
): void {
  for (const { metric, slices: patterns } of margins) {
    const lost = patterns?.find((pattern) => pattern.length > 0 && !slices.some((cut) => isCutBy(cut, pattern)));
    if (!lost) continue;
    const by = attributesOfPattern(lost);
    throw new AuditError(
      'command-line',
      `The margin on ${quoted(metric)} is for slices by ${by.map(quoted).join(' × ')}, which no --slice cuts.`,
      {
        wayOut: [
          didYouMean(
            by.join(','),
            slices.map((cut) => cut.join(',')),
          ),
          'Add it as a --slice, or leave the margin out.',
        ]
          .filter(Boolean)
          .join(' '),
      },
    );
  }
  const isHeld = slices.some(
    ([only = '', ...more]) => more.length === 0 && (sensitive.length === 0 || sensitive.includes(only)),
  );
  const stray = margins.find(
    ({ differential, slices: patterns }) =>
      differential !== undefined && (patterns === undefined ? !isHeld : patterns.every(({ length }) => length === 0)),
  );
  if (!stray) return;
  throw new AuditError(
    'command-line',
    stray.slices === undefined
      ? `The margin on ${quoted(stray.metric)} is on differential drift, but no --slice cuts by a single sensitive attribute.`
      : `The margin on ${quoted(stray.metric)} is for everyone alone, who cannot have moved more than everyone else.`,
    { wayOut: stray.slices === undefined ? 'Add --slice with one column.' : 'Name other slices.' },
  );
}

function isCutBy(cut: readonly string[], pattern: readonly PatternPart[]): boolean {
  return cut.length === pattern.length && attributesOfPattern(pattern).every((name) => cut.includes(name));
}
