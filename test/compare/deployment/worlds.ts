import {
  canBeDeployed,
  cutSlices,
  deployedMetric,
  type DeployedMetric,
  type DeployedSlice,
} from '../../../src/compare/index.js';
import { TallyBuilder, binaryLosses, metricsFor, type PairTally, type TallyFrame } from '../../../src/metrics/index.js';
import { binary, metricNamed } from '../../metrics/examples.js';

/** What every model said of one example: its label, the baseline's answer, then those of the variants. */
export interface Seen {
  readonly group: string;
  readonly label: number;
  readonly answers: readonly number[];
  readonly unit?: string;
  readonly weight?: number;
}

/** So many examples of a group alike: label, then the answers of the baseline and of each variant: `1110` is lost by the second variant. */
export function alike(group: string, word: string, count: number): readonly Seen[] {
  const [label = 0, ...answers] = [...word].map(Number);
  return Array.from({ length: count }, () => ({ group, label, answers }));
}

/** The tally of two models of the same examples; scores are 0.8 or 0.2, each model a little further from sure. */
export function tallyOfModels(frame: TallyFrame, seen: readonly Seen[], a: number, b: number): PairTally {
  const builder = new TallyBuilder(frame);
  const score = (answer: number, model: number): number => (answer === 1 ? 0.8 - model * 0.05 : 0.2 + model * 0.05);
  for (const { group, label, answers, unit = '', weight } of seen) {
    const [x = 0, y = 0] = [answers[a], answers[b]];
    const losses = (answer: number, model: number): ArrayLike<number> => binaryLosses(score(answer, model), label);
    builder.add({
      attributes: [group],
      unit,
      weight,
      label,
      baseline: x,
      variant: y,
      baselineLosses: losses(x, a),
      variantLosses: losses(y, b),
    });
  }
  return builder.build();
}

/** Groups with which share has each variant, and the shares of all. */
export interface Shares {
  readonly common: readonly number[];
  readonly groups: Readonly<Record<string, readonly number[]>>;
}

/** The groups of examples under every model. */
export function slicesOf(frame: TallyFrame, seen: readonly Seen[], variants: number): readonly DeployedSlice[] {
  const cut = (a: number, b: number): ReturnType<typeof cutSlices> =>
    cutSlices(tallyOfModels(frame, seen, a, b), [{ name: 'group', sensitive: true, values: [] }], [['group']]);
  const pairs = Array.from({ length: variants }, (_, i) => cut(0, i + 1));
  const between = Array.from({ length: variants }, (_, j) =>
    Array.from({ length: j }, (_unused, i) => cut(i + 1, j + 1)),
  );
  return (pairs[0] ?? []).map((_, k) => ({
    pairs: pairs.flatMap((list) => list[k] ?? []),
    between: between.map((row) => row.flatMap((list) => list[k] ?? [])),
  }));
}

/** A metric as deployed, by the names of the groups. */
export function deploy(
  seen: readonly Seen[],
  { common, groups }: Shares,
  { name = 'accuracy', frame = binary, minSlice = 1 }: { name?: string; frame?: TallyFrame; minSlice?: number } = {},
): DeployedMetric & { readonly by: ReadonlyMap<string, DeployedMetric['groups'][number]> } {
  const [everyone, ...slices] = slicesOf(frame, seen, common.length);
  if (!everyone) throw new RangeError('nobody');
  const names = slices.map(({ pairs }) => pairs[0]?.slice[0]?.value ?? '');
  const found = deployedMetric(
    frame,
    metricNamed(frame, name),
    slices.map((cells, i) => ({ cells, shares: groups[names[i] ?? ''] ?? common })),
    { everyone, common, minSlice, withholds: () => false },
  );
  return { ...found, by: new Map(found.groups.map((group) => [names[group.position] ?? '', group])) };
}

/** Names of what can be deployed. */
export function deployable(frame: TallyFrame): readonly string[] {
  return metricsFor(frame)
    .filter(canBeDeployed)
    .map(({ name }) => name);
}
