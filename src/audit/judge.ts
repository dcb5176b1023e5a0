import type { Plan } from '../plan/index.js';
import { releaseVerdict, type FairnessRecord, type ReleaseVerdict } from '../record/index.js';
import { fairnessOfTallies, type TalliedVariant } from './fairness-of-tallies.js';
import { assertPlan, assertWhole, isRanked, rankingsOf, type RanksOfShard } from './ranks-file.js';
import type { ReadTally } from './tally-file.js';

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
  plan: Plan,
  ranks?: RanksOfShard & { readonly file: string },
): Promise<Judgement> {
  assertWhole(tally);
  assertPlan(tally, plan);
  const rankings = ranks && (await rankingsOf(ranks, tally, plan));
  const { source, skipped } = tally;
  const set = {
    outcome: source.outcome,
    files: source.files,
    skipped: { count: skipped.count, examples: skipped.examples.map(({ id, reason }) => ({ id, reason })) },
  };
  let from = 0;
  const variants = source.variants.map(({ name, ...pairs }, i): JudgedVariant => {
    const to = from + pairs.pairs.length;
    const own: TalliedVariant = {
      pairs,
      tallies: tally.tallies.slice(from, to),
      rankings: rankings?.slice(from, to) ?? [],
      exemplars: pairs.pairs.length > 1 ? tally.exemplars?.[i] : undefined,
    };
    from = to;
    const fairness = fairnessOfTallies(plan, own, set);
    return { variant: name, verdict: releaseVerdict(fairness, []), fairness };
  });
  const codes = variants.map(({ verdict }) => verdict.exitCode);
  const lacksRanks = !ranks && (await isRanked(tally, plan));
  return { variants, exitCode: codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0, lacksRanks };
}
