import { didYouMean, listed, quoted, type Slice } from '../base/index.js';
import type { Refuse } from './refuse.js';
import type { PlanFile } from './schema.js';
import type { AttributePlan, DeploymentPlan, Plan } from './types.js';

type DeploymentFile = NonNullable<PlanFile['deployment']>;
type SharesFile = DeploymentFile['shares'][number];

/** What of a plan its deployment must fit. */
interface DeploymentContext {
  readonly attributes: readonly AttributePlan[];
  /** The slices that the plan cuts, everyone aside. */
  readonly slices: Plan['slices'];
  readonly variants: readonly string[];
  readonly hasData: boolean;
  /** The names of the tiers, in the order written. */
  readonly order: readonly string[];
  readonly refuse: Refuse;
}

/** How far shares may be from 1 together, for what decimals cannot say. */
const slack = 1e-9;

/**
 * Checks who gets which model: tiers name models of the plan, shares name every tier and add up to 1, and groups are values of one
 * sensitive attribute, or of one crossing, that the plan cuts.
 */
export function resolveDeployment(file: DeploymentFile, context: DeploymentContext): DeploymentPlan {
  const { hasData, order, refuse } = context;
  if (!hasData) {
    refuse(
      ['deployment'],
      'The plan has a deployment but no data, so what groups get on their devices cannot be told.',
      'Name a table under data, or leave the deployment out.',
    );
  }
  if (order.length === 0)
    refuse(
      ['deployment', 'tiers'],
      'The deployment names no tier.',
      'Name each with the model it gets: { flagship: baseline, … }.',
    );
  const tiers = order.map((name) => resolveTier(name, file.tiers[name] ?? '', context));
  const rows = file.shares.map((row, i) => ({ row, i, shares: resolveShares(row, i, order, refuse) }));
  const [common, again] = rows.filter(({ row }) => typeof row.of === 'string');
  if (!common) {
    return refuse(
      ['deployment', 'shares'],
      'The deployment has no shares of all, which every group without its own has.',
      `Add: - { of: all, ${order.map((name) => `${name}: …`).join(', ')} }.`,
    );
  }
  if (again) refuse(['deployment', 'shares', again.i], 'The shares of all are given twice.');
  const own = rows.flatMap(({ row, i, shares }) => (typeof row.of === 'string' ? [] : [{ of: row.of, i, shares }]));
  const by = attributesOf(own, context);
  const groups = own.map(({ of, i, shares }) => ({ slice: sliceOf(of, i, by, context), shares, at: i }));
  const seen = new Set<string>();
  for (const { slice, at } of groups) {
    const key = JSON.stringify(slice);
    if (seen.has(key)) refuse(['deployment', 'shares', at, 'of'], `The shares of ${named(slice)} are given twice.`);
    seen.add(key);
  }
  return { tiers, by, common: common.shares, groups, source: file.source };
}

function resolveTier(
  name: string,
  model: string,
  { variants, refuse }: DeploymentContext,
): DeploymentPlan['tiers'][number] {
  const known = ['baseline', ...variants];
  if (name === 'of')
    refuse(['deployment', 'tiers', name], 'No tier can be called "of", which says whose shares they are.');
  if (!known.includes(model)) {
    refuse(
      ['deployment', 'tiers', name],
      `The tier ${quoted(name)} gets ${quoted(model)}, which is neither the baseline nor a variant.`,
      [didYouMean(model, known), `There are: ${listed(known)}.`].filter(Boolean).join(' '),
    );
  }
  return { name, model };
}

function resolveShares(row: SharesFile, i: number, tiers: readonly string[], refuse: Refuse): readonly number[] {
  const path = ['deployment', 'shares', i];
  const whose = typeof row.of === 'string' ? 'all' : named(pairsOf(row.of));
  const stray = Object.keys(row).find((key) => key !== 'of' && !tiers.includes(key));
  if (stray !== undefined) {
    refuse(
      [...path, stray],
      `The shares of ${whose} name the tier ${quoted(stray)}, which there is not.`,
      [didYouMean(stray, tiers), `The tiers are: ${listed(tiers)}.`].filter(Boolean).join(' '),
    );
  }
  const missing = tiers.filter((name) => row[name] === undefined);
  if (missing.length > 0) {
    refuse(path, `The shares of ${whose} lack ${listed(missing)}.`, 'Name every tier; a tier that nobody has is 0.');
  }
  const shares = tiers.map((name) => shareOf(row[name]));
  const beyond = tiers.find((_, k) => !((shares[k] ?? 0) <= 1));
  if (beyond !== undefined) {
    refuse(
      [...path, beyond],
      `A share lies between 0 and 1, or 0 % and 100 %, found ${String(row[beyond])}.`,
      typeof row[beyond] === 'number' ? `For ${row[beyond]} of a hundred write "${row[beyond]} %".` : undefined,
    );
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > slack) {
    refuse(
      path,
      `The shares of ${whose} must add up to 1 (100 %), found ${Number(sum.toPrecision(12))}.`,
      sum < 1
        ? `That is ${Number((1 - sum).toPrecision(6))} too little: raise the share of a tier, or add the tier that is missing.`
        : `That is ${Number((sum - 1).toPrecision(6))} too much: lower the share of a tier.`,
    );
  }
  return shares;
}

function shareOf(written: unknown): number {
  return typeof written === 'string' ? Number.parseFloat(written) / 100 : Number(written);
}

interface OwnShares {
  readonly of: Exclude<SharesFile['of'], string>;
  readonly i: number;
}

/** The one list of attributes that all groups are of, in the order in which the plan cuts them. */
function attributesOf(own: readonly OwnShares[], context: DeploymentContext): readonly string[] {
  const { attributes, slices, refuse } = context;
  const [first] = own;
  if (!first) return [];
  const names = Object.keys(first.of);
  const at = (i: number): readonly PropertyKey[] => ['deployment', 'shares', i, 'of'];
  if (names.length === 0) refuse(at(first.i), 'Shares of nobody: expected an attribute and its value.');
  for (const { of, i } of own) {
    for (const name of Object.keys(of)) {
      const attribute = attributes.find((one) => one.name === name);
      const known = attributes.map((one) => one.name);
      if (!attribute) {
        refuse(
          [...at(i), name],
          `The shares are of ${quoted(name)}, which is no attribute of the plan.`,
          [didYouMean(name, known), `Its attributes are: ${listed(known)}.`].filter(Boolean).join(' '),
        );
      } else if (!attribute.sensitive) {
        refuse(
          [...at(i), name],
          `The shares are of ${quoted(name)}, which is not sensitive, so it names no groups.`,
          `Say "sensitive: true" of ${quoted(name)} under attributes.`,
        );
      }
    }
    if (!isSameSet(Object.keys(of), names)) {
      refuse(
        at(i),
        `Shares are of one attribute or one crossing: expected ${names.map(quoted).join(' × ')}, found ${Object.keys(of).map(quoted).join(' × ')}.`,
        'Give shares to the groups of one of them; a crossing names all of its attributes.',
      );
    }
  }
  const cut = slices.find((crossing) => isSameSet(crossing, names));
  return (
    cut ??
    refuse(
      at(first.i),
      `The shares are of ${names.map(quoted).join(' × ')}, which the plan does not cut.`,
      `Add ${names.length === 1 ? (names[0] ?? '') : `[${names.join(', ')}]`} to the slices.`,
    )
  );
}

/** Values that an order rules out are refused at once; others when the data are read. */
function sliceOf(of: OwnShares['of'], i: number, by: readonly string[], context: DeploymentContext): Slice {
  return by.map((attribute) => {
    const value = String(of[attribute]);
    const settings = context.attributes.find(({ name }) => name === attribute);
    const known = settings?.order && [...settings.order, settings.missing ?? 'missing'];
    if (known && !known.includes(value)) {
      context.refuse(
        ['deployment', 'shares', i, 'of', attribute],
        `The shares are of ${attribute} ${quoted(value)}, which its order does not have.`,
        [didYouMean(value, known), `There are: ${listed(known)}.`].filter(Boolean).join(' '),
      );
    }
    return { attribute, value };
  });
}

function pairsOf(of: OwnShares['of']): Slice {
  return Object.entries(of).map(([attribute, value]) => ({ attribute, value: String(value) }));
}

/** `skin_tone "dark" × gender "woman"`. */
function named(slice: Slice): string {
  return slice.map(({ attribute, value }) => `${attribute} ${quoted(value)}`).join(' × ');
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
