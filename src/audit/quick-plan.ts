import { basename, dirname, resolve } from 'node:path';
import { AuditError, listed, quoted, resolveInside, type InputSpec, type Place } from '../base/index.js';
import { openTable } from '../data/index.js';
import { describeModel, type ChildLimits, type TensorSpec } from '../models/index.js';
import type { OutcomePlan, Plan } from '../plan/index.js';
import { explanationMethods } from '../explain/index.js';
import { slicesOfFlags } from './slice-flags.js';
import { strayError, strayLabel, type StrayLabel } from './stray-label.js';

/** What flags say instead of a plan. */
export interface QuickFlags {
  readonly data?: string | undefined;
  readonly label?: string | undefined;
  /** Each an attribute, or several with commas for a crossing. */
  readonly slices: readonly string[];
  readonly id?: string | undefined;
  readonly unit?: string | undefined;
  readonly weight?: string | undefined;
  readonly positive?: string | undefined;
  /** Attributes with commas, or `all`. */
  readonly search?: string | undefined;
}

/** Where a plan that was made from flags is said to stand. */
export const commandLine: Place = { file: 'the command line' };

/**
 * Makes a plan from flags, for models whose inputs are columns of the table. Nothing is guessed: where they are not, `audit init` is the way.
 *
 * @throws {AuditError} `command-line`
 */
export async function quickPlan(
  baseline: string,
  flags: QuickFlags,
  limits: ChildLimits,
): Promise<{ readonly plan: Plan; place(path: readonly PropertyKey[]): Place; readonly folder: string }> {
  const name = basename(baseline).replace(/\.onnx$/u, '');
  const place = (): Place => commandLine;
  const bare: Plan = {
    version: 1,
    name,
    baseline: basename(baseline),
    baselineTrainings: [basename(baseline)],
    variants: [],
    inputs: {},
    attributes: [],
    slices: [],
    minSlice: 20,
    explain: { methods: explanationMethods.map((method) => method.name), examples: 6, masks: 1000 },
    claims: [],
    notes: {},
  };
  if (flags.data === undefined) return { plan: bare, place, folder: resolve(dirname(baseline)) };
  if (flags.label === undefined)
    throw new AuditError('command-line', '--data needs --label: the column with the truth.');
  const file = resolve(flags.data);
  const folder = dirname(file);
  const found = resolveInside(folder, basename(file));
  if (found.kind !== 'file') {
    throw new AuditError(
      'data',
      found.kind === 'missing' ? 'There is no such table.' : 'Expected a table, found something else.',
      { place: { file: flags.data } },
    );
  }
  const model = await describeModel('baseline', baseline, limits);
  const table = await openTable([found.path]);
  try {
    const columns = table.columns.map((column) => column.name);
    const missing = model.inputs.filter((input) => !columns.includes(input.name));
    const [output] = model.outputs;
    if (missing.length > 0 || !output) {
      throw new AuditError(
        'command-line',
        `The inputs ${listed(missing.map((input) => quoted(input.name)))} of the model are no columns of ${quoted(basename(file))}.`,
        {
          wayOut: `Flags alone do for models whose inputs are columns. Otherwise write a plan: audit init ${baseline} ${flags.data}.`,
        },
      );
    }
    if (model.outputs.length > 1) {
      throw new AuditError(
        'command-line',
        `The model has the outputs ${listed(model.outputs.map((o) => o.name))}; flags do for models with one.`,
        {
          wayOut: `Write a plan that names one: audit init ${baseline} ${flags.data}.`,
        },
      );
    }
    // Empty labels are refused with the example that has one, when rows are read.
    const labels = (await table.distinct(flags.label, 4)).flatMap(({ value }) => value || []);
    const slices = slicesOfFlags(flags.slices);
    const attributes = [...new Set(slices.flat())].map((attribute) => ({
      name: attribute,
      column: attribute,
      sensitive: true,
    }));
    const plan: Plan = {
      ...bare,
      data: { tables: [basename(file)], id: flags.id, label: flags.label, unit: flags.unit, weight: flags.weight },
      inputs: Object.fromEntries(
        model.inputs.map(({ name: input }): [string, InputSpec] => [input, { kind: 'column', column: input }]),
      ),
      outcome: quickOutcome(output, labels, flags, baseline, await strayLabel(table, flags.label)),
      attributes,
      slices,
    };
    return { plan, place, folder };
  } finally {
    table.close();
  }
}

function quickOutcome(
  output: TensorSpec,
  labels: readonly string[],
  flags: QuickFlags,
  baseline: string,
  stray: StrayLabel | undefined,
): OutcomePlan {
  const width = output.shape
    .slice(1)
    .reduce<number>((product, side) => product * (typeof side === 'number' ? side : 1), 1);
  if (labels.length === 2 && width <= 2) {
    const positive = flags.positive ?? labels.find((label) => label === '1' || label.toLowerCase() === 'true');
    if (positive === undefined) {
      throw new AuditError('command-line', `Which of the labels ${listed(labels.map(quoted))} is the positive one?`, {
        wayOut: `Say so with --positive.`,
      });
    }
    return { task: 'binary', output: output.name, activation: 'none', positive, threshold: 0.5 };
  }
  const isMeant = flags.positive !== undefined && stray?.usual.includes(flags.positive) === false;
  if (stray && width <= 2 && !isMeant) {
    throw strayError(stray, `write a plan: audit init ${baseline} ${flags.data ?? ''}`);
  }
  throw new AuditError(
    'command-line',
    `Flags alone do for binary outcomes; the column ${quoted(flags.label ?? '')} has ${labels.length > 2 ? 'more than two labels' : `${labels.length} label(s)`} and the output ${width} numbers.`,
    {
      wayOut: `Write a plan: audit init ${baseline} ${flags.data ?? ''}.`,
    },
  );
}
