import { sliceKey, type Slice } from '../../base/index.js';
import type {
  AuditRecord,
  DeployedGroupRecord,
  DeployedMetricRecord,
  DeploymentRecord,
  EstimatedRecord,
  JudgedRecord,
} from '../../record/index.js';
import { metricInWords, toTheWorse, type MetricWords } from './metrics.js';
import { modelNames } from './model-names.js';
import { percent, thousands } from './numbers.js';
import { sliceInSentence } from './slices.js';
import { joined, nameInWords, sentenceInWords } from './text.js';

/** What is said of a deployment beside its tables; the record may be that of any variant. */
export type DeployedRecord = JudgedRecord & Pick<AuditRecord, 'deployment'>;

/** The metric that the sentences and the first table are about: the first that is judged too, so the same beside every variant. */
export function mainDeployed({ deployment, fairness }: DeployedRecord): DeployedMetricRecord | undefined {
  const judged = new Set(fairness?.findings.map(({ metric }) => metric));
  return deployment?.metrics.find(({ metric }) => judged.has(metric)) ?? deployment?.metrics[0];
}

/** How the numbers of a deployed metric are written. */
export function deployedWords(
  { fairness }: DeployedRecord,
  { metric, groups, everyone }: DeployedMetricRecord,
): MetricWords {
  const facts = fairness?.metrics.find(({ name }) => name === metric);
  const drifts = [...groups, ...(everyone ? [everyone] : [])].flatMap(({ drift: { value, interval } }) => [
    value,
    interval.lower,
    interval.upper,
  ]);
  return metricInWords(
    facts ?? { name: metric, title: metric, better: 'neither', unit: 'number', definition: '', relevant: 'all' },
    drifts,
  );
}

/** `The publisher declares which devices people have (source: “a survey”); none of that was measured. flagship runs the full model, …` */
export function declaredInWords(record: DeployedRecord, deployment: DeploymentRecord): string {
  const { baseline } = modelNames(record);
  const tiers = deployment.tiers.map(
    ({ name, model }) => `${nameInWords(name)} runs ${model === 'baseline' ? baseline : nameInWords(model)}`,
  );
  const source =
    deployment.source === undefined
      ? 'without naming a source'
      : `source: “${sentenceInWords(deployment.source, 300).replace(/\.$/, '')}”`;
  return (
    `Who has which device is declared (${source}), not measured: ${joined(tiers)}. ` +
    'What follows is each model’s measured value, mixed by these shares. No promise judges it.'
  );
}

/** What happens to whom as deployed, a sentence each; about the group to which its own devices do most harm. */
export function deployedInWords(record: DeployedRecord): readonly string[] {
  const found = mainDeployed(record);
  if (!record.deployment || !found) return [];
  const words = deployedWords(record, found);
  const { baseline } = modelNames(record);
  const group = mostHarmed(found, words);
  if (!group) {
    if (!found.everyone) return [];
    const { everyone } = found;
    return [
      `With the devices that all have as declared, the ${words.title} of everyone is ${words.value(everyone.deployed)}${unit(words)}, where with ${baseline} alone it would be ${words.value(everyone.baseline)}: ${estimate(everyone.drift, words)}, n\u00a0=\u00a0${thousands(everyone.n)}.`,
    ];
  }
  const sentences = [
    ...devicesInWords(record.deployment, group.slice, baseline),
    `As deployed, their ${words.title} is ${words.value(group.deployed)}${unit(words)}, where with ${baseline} alone it would be ${words.value(group.baseline)}: ${estimate(group.drift, words)}, n\u00a0=\u00a0${thousands(group.n)}.`,
    ownershipInWords(group, words),
  ];
  if (group.gap) {
    const { baseline: before, compression, ownership, deployed } = group.gap;
    sentences.push(
      `The gap to the other groups is ${estimate(deployed, words)}: ${estimate(before, words)} with ${baseline} alone, ` +
        `${estimate(compression, words)} from compression if all had the same devices, and ${estimate(ownership, words)} ` +
        'only from who owns which device.',
    );
  }
  return sentences;
}

/** `Of 100 with skin tone “dark”, 10 have flagship (the full model), … as declared; of 100 of all, 30, 50 and 20.` */
function devicesInWords(deployment: DeploymentRecord, slice: Slice, baseline: string): readonly string[] {
  const key = sliceKey(slice);
  const own = deployment.shares.find((row) => sliceKey(row.slice) === key);
  const all = deployment.shares.find((row) => row.slice.length === 0);
  if (!own || !all) return [];
  const of100 = (of: number): string => share(of).replace(/\u202f?%$/u, '');
  const devices = deployment.tiers.map(({ name, model }, i) => {
    const runs = model === 'baseline' ? baseline : nameInWords(model);
    return `${of100(own.shares[i] ?? 0)} have ${nameInWords(name, 40)} (${runs})`;
  });
  const others = joined(all.shares.map(of100));
  return [
    `Of 100 with ${sliceInSentence(slice)}, ${joined(devices)}, as declared; ${own.isOwn ? `of 100 of all, ${others}` : 'the same as of all'}.`,
  ];
}

function ownershipInWords({ ownership, common }: DeployedGroupRecord, words: MetricWords): string {
  const { lower, upper } = ownership.interval;
  if (ownership.value === 0 && lower === 0 && upper === 0)
    return 'They have the same devices as all, so none of that comes from ownership.';
  const sure = lower > 0 || upper < 0 ? '' : ', which may be chance';
  return `With the devices of all it would be ${words.value(common)}: ${estimate(ownership, words)} come only from which devices they have${sure}.`;
}

/** The group whose own devices move it furthest to the worse; nothing without groups. */
function mostHarmed({ groups }: DeployedMetricRecord, { better }: MetricWords): DeployedGroupRecord | undefined {
  const harm = ({ ownership, drift }: DeployedGroupRecord): readonly [number, number] => [
    toTheWorse(ownership.value, better),
    toTheWorse(drift.value, better),
  ];
  return [...groups].sort((a, b) => {
    const [[x, p], [y, q]] = [harm(a), harm(b)];
    return y - x || q - p;
  })[0];
}

/** `−4.3 points (−6.1 to −2.6)`. */
export function estimate({ value, interval }: EstimatedRecord, words: MetricWords): string {
  return `${words.changeWithUnit(value)} (${words.interval(interval)})`;
}

function unit(words: MetricWords): string {
  return words.unit === '' ? '' : ' of 100';
}

/** `flagship 30 %, midrange 50 %, budget 20 %`. */
export function sharesInWords({ tiers }: DeploymentRecord, shares: readonly number[]): string {
  return tiers.map(({ name }, i) => `${nameInWords(name, 40)} ${share(shares[i] ?? 0)}`).join(', ');
}

/** As many decimals as it takes, one at most. */
function share(of: number): string {
  return percent(of, Math.abs(of * 100 - Math.round(of * 100)) < 0.05 ? 0 : 1);
}

/** How these numbers came about. */
export function deploymentMethod({ isBound, metrics }: DeploymentRecord): string {
  const over = metrics[0]?.groups[0]?.drift.interval.simultaneousOver ?? 1;
  return [
    'A deployed value is each model’s value in the group times the share of the group whose device runs it. That is exact for means over examples that no model chooses, such as accuracy, error rates among the positives, or a mean loss; other metrics are not deployed. It takes for granted that within a group the device says nothing else about a person.',
    'A group without shares of its own has those of all. The gap of a group is to the other groups that are shown, each by its relevant examples; what comes only from who owns which device is the gap with the groups’ own shares minus the gap with those of all.',
    `Intervals are made from those of each model’s drift (MOVER)${isBound ? '; with several trainings it is not known how the drifts of two models move together, so that they are as wide as at worst' : ', with what is known of how the drifts of two models on the same examples move together'}.${over > 1 ? ` They hold for all ${thousands(over)} groups of a metric at once (Bonferroni).` : ''}`,
  ].join(' ');
}
