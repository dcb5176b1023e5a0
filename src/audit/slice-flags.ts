import { AuditError, attributesOfPattern, quoted, safeText } from '../base/index.js';
import type { MarginPlan, Plan } from '../plan/index.js';

/**
 * The slices that `--slice` asks for, each once: an attribute, or several with commas for a crossing.
 *
 * @throws {AuditError} `command-line` where one names nothing, or an attribute twice
 */
export function slicesOfFlags(flags: readonly string[]): Plan['slices'] {
  const slices = new Map<string, readonly string[]>();
  for (const flag of flags) {
    const crossing = flag.split(',');
    if (crossing.includes('')) {
      throw new AuditError('command-line', `--slice ${quoted(flag)} names no column.`, {
        wayOut: 'Name one column, or several with commas and nothing else between them: --slice sex,race.',
      });
    }
    if (new Set(crossing).size < crossing.length) {
      throw new AuditError('command-line', `--slice ${quoted(flag)} names a column twice.`);
    }
    slices.set(JSON.stringify([...crossing].sort()), crossing);
  }
  return [...slices.values()];
}

/**
 * A promise that nobody judges is none: the slices of the command line must leave every margin of the plan something to judge.
 *
 * @throws {AuditError} `command-line`, naming the margin that they would leave without
 */
export function assertMarginsJudged({ margins = [], attributes }: Plan, slices: Plan['slices']): void {
  for (const margin of margins) {
    const lost = margin.slices
      ?.map(attributesOfPattern)
      .find((wanted) => wanted.length > 0 && !slices.some((cut) => isSame(cut, wanted)));
    if (lost) throw unjudged(margin, `is for slices by ${lost.map(quoted).join(' × ')}`, lost.join(','));
    if (margin.slices !== undefined || margin.differential === undefined) continue;
    const sensitive = attributes.filter((attribute) => attribute.sensitive).map(({ name }) => name);
    if (slices.some(([only = '', ...others]) => others.length === 0 && sensitive.includes(only))) continue;
    throw unjudged(margin, 'on differential drift is for single sensitive attributes', sensitive[0] ?? 'ATTRIBUTE');
  }
}

function unjudged({ metric }: MarginPlan, isFor: string, slice: string): AuditError {
  return new AuditError(
    'command-line',
    `The plan's margin on ${quoted(metric)} ${isFor}, which --slice does not cut: nobody would be held against it.`,
    { wayOut: `--slice replaces the slices of the plan: add --slice ${safeText(slice)}, or change the margin.` },
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
