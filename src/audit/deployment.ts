import { AuditError, compareText, didYouMean, listed, quoted, sliceName, type Place } from '../base/index.js';
import type { PairTally } from '../metrics/index.js';
import type { ModelPair } from '../outcomes/index.js';
import type { DeploymentPlan, Plan } from '../plan/index.js';
import { deploymentRecord, type DeploymentRecord } from '../record/index.js';
import { evidenceOf, type TalliedSet, type TalliedVariant } from './fairness-of-tallies.js';
import type { TrainingPairs } from './trainings.js';

/** What is compared, as far as a deployment goes. */
type ComparedSides = readonly Pick<TrainingPairs, 'pairs'>[];

/**
 * Which variants must be tallied against each other, so that it is known how their drifts move together: those that tiers get. None
 * where units say so already, or several trainings leave it open.
 *
 * @param sides of every variant of the plan, in its order
 */
export function pairsBetween(plan: Plan, sides: ComparedSides): readonly ModelPair[] {
  const { deployment } = plan;
  if (!deployment || plan.data?.unit !== undefined || whyNotDeployed(plan) !== undefined) return [];
  const deployed = deployedVariants(plan, deployment).map((i) => sides[i]?.pairs ?? []);
  if (deployed.some(({ length }) => length !== 1)) return [];
  const models = deployed.map(([pair]) => pair?.variant ?? 0);
  return models.flatMap((variant, j) => models.slice(0, j).map((baseline) => ({ baseline, variant })));
}

/**
 * What each group gets as deployed; nothing where the plan does not say who gets which model, or not all of these models were run.
 *
 * @param variants of the plan, in its order
 * @param between the tallies of {@link pairsBetween}, in its order
 */
export function deploymentOf(
  plan: Plan,
  variants: readonly TalliedVariant[],
  between: readonly PairTally[],
  set: TalliedSet,
): DeploymentRecord | undefined {
  const { deployment } = plan;
  if (!deployment || whyNotDeployed(plan) !== undefined) return undefined;
  const deployed = deployedVariants(plan, deployment).flatMap((i) => {
    const [name, variant] = [plan.variants[i]?.name, variants[i]];
    return name === undefined || !variant ? [] : [{ name, fairness: evidenceOf(plan, variant, set) }];
  });
  const rows = between.length === 0 ? [] : deployed.map((_, j) => between.slice((j * (j - 1)) / 2, (j * (j + 1)) / 2));
  return deploymentRecord({ plan: deployment, variants: deployed, between: rows });
}

/** Why a plan with a deployment has none reported, as a sentence: models or slices of the command line stand in for those of the plan. */
export function whyNotDeployed({ deployment, variants, slices }: Plan): string | undefined {
  if (!deployment) return undefined;
  const known = new Set(['baseline', ...variants.map(({ name }) => name)]);
  const tier = deployment.tiers.find(({ model }) => !known.has(model));
  const why = 'What groups get as deployed is not reported:';
  if (tier)
    return `${why} the tier ${quoted(tier.name)} gets ${quoted(tier.model)}, which was not compared in this run.`;
  const isCut = slices.some(
    (by) => by.length === deployment.by.length && by.every((name, i) => name === deployment.by[i]),
  );
  return deployment.by.length === 0 || isCut
    ? undefined
    : `${why} its groups are of ${deployment.by.map(quoted).join(' × ')}, which this run does not cut.`;
}

/**
 * Every group with shares of its own is somebody's.
 *
 * @throws {AuditError} `plan`, with its place where that is known
 */
export function assertGroupsExist(
  { deployment }: Plan,
  [tally]: readonly PairTally[],
  place?: (path: readonly PropertyKey[]) => Place,
): void {
  if (!deployment || !tally) return;
  const positions = deployment.by.map((name) => tally.frame.attributes.indexOf(name));
  if (positions.some((position) => position < 0)) return;
  const namesOf = (values: readonly string[]): string =>
    sliceName(deployment.by.map((attribute, i) => ({ attribute, value: values[i] ?? '' })));
  const known = [
    ...new Set(tally.cells.map(({ attributes }) => namesOf(positions.map((position) => attributes[position] ?? '')))),
  ].sort(compareText);
  for (const { slice, at } of deployment.groups) {
    const name = sliceName(slice);
    if (known.includes(name)) continue;
    throw new AuditError('plan', `The deployment gives shares to ${quoted(name)}, which no example has.`, {
      place: place?.(['deployment', 'shares', at, 'of']),
      wayOut: [didYouMean(name, known), `There are: ${listed(known)}.`].filter(Boolean).join(' '),
    });
  }
}

/** Positions of the variants that some tier gets; of the first where all get the baseline. */
function deployedVariants({ variants }: Plan, { tiers }: DeploymentPlan): readonly number[] {
  const got = variants.flatMap(({ name }, i) => (tiers.some(({ model }) => model === name) ? [i] : []));
  return got.length > 0 ? got : [0];
}
