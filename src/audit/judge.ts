import { AuditError, canonicalJson, type Progress } from '../base/index.js';
import type { Plan } from '../plan/index.js';
import {
  progressOfOne,
  releaseVerdict,
  type DeploymentRecord,
  type FairnessRecord,
  type ReleaseVerdict,
} from '../record/index.js';
import { assertGroupsExist, deploymentOf, pairsBetween } from './deployment.js';
import { fairnessOfTallies, type TalliedVariant } from './fairness-of-tallies.js';
import { assertPlan, assertWhole, isRanked, rankingsOf, type RanksOfShard } from './ranks-file.js';
import { withSearchedColumns } from './searched-plan.js';
import { comparedPairsOf, type ReadTally } from './tally-file.js';

/** What the tally of a whole set says of one variant. */
export interface JudgedVariant {
  readonly variant: string;
  /** Of people only: claims about files are not judged from a tally. */
  readonly verdict: ReleaseVerdict;
  /** The same, to the last byte, as the record of `audit compare` has from the same outcomes. */
  readonly fairness: FairnessRecord;
}

/** What the tally of a whole set says of all variants. */
export interface Judgement {
  readonly variants: readonly JudgedVariant[];
  /** What groups get as deployed; only where the plan says who gets which model. */
  readonly deployment: DeploymentRecord | undefined;
  /** The worst of all. */
  readonly exitCode: 0 | 1 | 3;
  /** Metrics of ranking are not estimable for want of the second pass. */
  readonly lacksRanks: boolean;
}

/**
 * Judges every variant of a plan from the tally of the whole set: neither models nor data are needed.
 *
 * @param ranks merged ones of the second pass; without them metrics of ranking are not estimable
 * @throws {AuditError} where tally, ranks and plan do not belong together
 */
export async function judge(
  tally: ReadTally,
  declared: Plan,
  ranks?: RanksOfShard & { readonly file: string },
  onProgress?: Progress,
): Promise<Judgement> {
  assertWhole(tally);
  const plan = withSearchedColumns(declared, tally.source.searched);
  assertPlan(tally, plan);
  const rankings = ranks && (await rankingsOf(ranks, tally, plan));
  const { source, skipped } = tally;
  const set = {
    outcome: source.outcome,
    files: source.files,
    skipped: { count: skipped.count, examples: skipped.examples.map(({ id, reason }) => ({ id, reason })) },
  };
  assertGroupsExist(plan, tally.tallies);
  assertMixed(tally, plan);
  let from = 0;
  const tallied = source.variants.map((pairs, i): TalliedVariant => {
    const to = from + pairs.pairs.length;
    const own: TalliedVariant = {
      pairs,
      tallies: tally.tallies.slice(from, to),
      rankings: rankings?.slice(from, to) ?? [],
      exemplars: pairs.pairs.length > 1 ? tally.exemplars?.[i] : undefined,
    };
    from = to;
    return own;
  });
  const variants = source.variants.map(({ name }, i): JudgedVariant => {
    const own = tallied[i];
    if (!own) throw new RangeError(`no variant ${i}`);
    const fairness = fairnessOfTallies(plan, own, set, progressOfOne(onProgress, i, source.variants.length));
    return { variant: name, verdict: releaseVerdict(fairness, []), fairness };
  });
  const between = tally.tallies.slice(comparedPairsOf(source).length);
  const deployment = deploymentOf(plan, tallied, between, set);
  const codes = variants.map(({ verdict }) => verdict.exitCode);
  const lacksRanks = !ranks && (await isRanked(tally, plan));
  return { variants, deployment, exitCode: codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0, lacksRanks };
}

/** A deployment needs the variants that it mixes tallied against each other. */
function assertMixed({ file, source }: ReadTally, plan: Plan): void {
  const wanted = pairsBetween(plan, source.variants);
  if (canonicalJson(source.between ?? []) === canonicalJson(wanted)) return;
  throw new AuditError('data', 'This tally does not hold the variants against each other that the deployment mixes.', {
    place: { file },
    wayOut: 'Score and tally the shards again.',
  });
}
