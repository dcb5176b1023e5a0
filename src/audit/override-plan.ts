import { basename, dirname, resolve } from 'node:path';
import { AuditError, type Place } from '../base/index.js';
import type { OutcomePlan, Plan } from '../plan/index.js';
import { commandLine, type QuickFlags } from './quick-plan.js';
import { assertMarginsJudged, slicesOfFlags } from './slice-flags.js';

interface PlanSource {
  readonly plan: Plan;
  place(path: readonly PropertyKey[]): Place;
  readonly folder: string;
}

/** A plan with what the command line says instead of some of its parts. */
export function overridePlan(source: PlanSource, flags: QuickFlags): PlanSource {
  const { plan } = source;
  const isUntouched =
    flags.slices.length === 0 &&
    [flags.data, flags.label, flags.id, flags.unit, flags.weight, flags.positive].every((flag) => flag === undefined);
  if (isUntouched) return source;
  const label = flags.label ?? plan.data?.label;
  if (label === undefined || (flags.data === undefined && !plan.data)) {
    throw new AuditError('command-line', 'The plan has no data, so flags about data need --data and --label.');
  }
  const table = flags.data === undefined ? undefined : resolve(flags.data);
  if (table !== undefined && dirname(table) !== source.folder && !table.startsWith(`${source.folder}/`)) {
    throw new AuditError('command-line', 'The table of --data lies outside the folder of the plan.', {
      place: { file: table },
      wayOut: 'Put the plan beside or above the table, or name the table in a plan of its own.',
    });
  }
  if (plan.outcome === undefined || Object.keys(plan.inputs).length === 0) {
    const lacks = plan.outcome === undefined ? 'outcome, so what a model says' : 'inputs, so what a model reads';
    throw new AuditError('command-line', `The plan has no ${lacks} cannot be told from a table.`, {
      wayOut: 'Write them into the plan beside its data: audit init MODEL TABLE shows how.',
    });
  }
  const slices = flags.slices.length > 0 ? slicesOfFlags(flags.slices) : plan.slices;
  const known = new Set(plan.attributes.map(({ name }) => name));
  const added = [...new Set(slices.flat())].filter((name) => !known.has(name));
  const attributes = [...plan.attributes, ...added.map((name) => ({ name, column: name, sensitive: true }))];
  if (flags.slices.length > 0) assertMarginsJudged({ ...plan, attributes }, slices);
  return {
    folder: source.folder,
    place: (path) => (isReplaced(path, flags, added) ? commandLine : source.place(path)),
    plan: {
      ...plan,
      data: {
        tables:
          table === undefined ? (plan.data?.tables ?? []) : [table.slice(source.folder.length + 1) || basename(table)],
        label,
        id: flags.id ?? plan.data?.id,
        unit: flags.unit ?? plan.data?.unit,
        weight: flags.weight ?? plan.data?.weight,
      },
      outcome: withPositive(plan.outcome, flags.positive),
      attributes,
      slices,
    },
  };
}

/** Whether what stands at a path of the plan was said by a flag instead. */
function isReplaced([part, name = '']: readonly PropertyKey[], flags: QuickFlags, added: readonly string[]): boolean {
  if (part === 'attributes') return added.includes(String(name));
  const { data, label, id, unit, weight, positive } = flags;
  const said = { data: { table: data, label, id, unit, weight }, outcome: { positive } };
  return Object.entries(part === 'data' || part === 'outcome' ? said[part] : {}).some(
    ([key, flag]) => key === name && flag !== undefined,
  );
}

function withPositive(outcome: OutcomePlan | undefined, positive: string | undefined): OutcomePlan | undefined {
  if (positive === undefined) return outcome;
  if (outcome?.task === 'binary') return { ...outcome, positive };
  throw new AuditError('command-line', '--positive is for binary outcomes; the plan has another.');
}
