import { sliceKey, type Slice } from '../../base/index.js';
import type {
  DeployedGroupRecord,
  DeployedMetricRecord,
  DeploymentRecord,
  EstimatedRecord,
} from '../../record/index.js';
import {
  declaredInWords,
  deployedInWords,
  deployedWords,
  deploymentMethod,
  mainDeployed,
  sharesInWords,
  type DeployedRecord,
} from '../wording/deployment.js';
import type { MetricWords } from '../wording/metrics.js';
import { thousands } from '../wording/numbers.js';
import { sliceInWords } from '../wording/slices.js';
import { capital, counted, sentenceInWords } from '../wording/text.js';

/** What the card and the comparison show of a deployment. */
export interface DeploymentView {
  readonly declared: string;
  readonly sentences: readonly string[];
  /** `accuracy, points`. */
  readonly metric: string;
  readonly rows: readonly DeployedRow[];
  readonly gaps: readonly GapRow[];
  /** How far groups lie apart at most, in a sentence; nothing with fewer than two. */
  readonly spread: string;
  /** Every other metric. */
  readonly more: readonly { readonly metric: string; readonly rows: readonly DeployedRow[] }[];
  readonly moreTitle: string;
  readonly method: string;
}

/** A group, or everyone. */
export interface DeployedRow {
  readonly who: string;
  readonly shares: string;
  /** `those of all`, where the group has none of its own. */
  readonly whose: string;
  readonly before: string;
  readonly after: string;
  readonly drift: Figure;
  readonly ownership: Figure;
  readonly n: string;
  /** Why there are no numbers. */
  readonly reason: string;
}

interface GapRow {
  readonly who: string;
  readonly before: Figure;
  readonly compression: Figure;
  readonly ownership: Figure;
  readonly deployed: Figure;
}

interface Figure {
  readonly value: string;
  readonly interval: string;
}

/** Nothing where the record has no deployment. */
export function deploymentView(record: DeployedRecord): DeploymentView | null {
  const { deployment } = record;
  const main = mainDeployed(record);
  if (!deployment || !main) return null;
  const words = deployedWords(record, main);
  const others = deployment.metrics.filter((metric) => metric !== main);
  return {
    declared: declaredInWords(record, deployment),
    sentences: deployedInWords(record),
    metric: words.heading,
    rows: rowsOf(record, deployment, main, words),
    gaps: main.groups.flatMap((group) => gapRow(group, words)),
    spread: spreadInWords(main, words),
    more: others.map((metric) => {
      const own = deployedWords(record, metric);
      return { metric: own.heading, rows: rowsOf(record, deployment, metric, own) };
    }),
    moreTitle: counted(others.length, 'more metric'),
    method: deploymentMethod(deployment),
  };
}

const none: Figure = { value: '–', interval: '' };

function rowsOf(
  { fairness }: DeployedRecord,
  deployment: DeploymentRecord,
  found: DeployedMetricRecord,
  words: MetricWords,
): readonly DeployedRow[] {
  const groups = new Map(found.groups.map((group) => [sliceKey(group.slice), group]));
  const reasons = new Map(found.leftOut.map(({ slice, reason }) => [sliceKey(slice), reason]));
  const hidden = new Map(
    (fairness?.slices ?? []).flatMap(({ slice, shown }) =>
      shown.kind === 'hidden' ? [[sliceKey(slice), shown.reason] as const] : [],
    ),
  );
  return deployment.shares.map(({ slice, isOwn, shares }) => {
    const key = sliceKey(slice);
    const group = groups.get(key);
    const value = slice.length === 0 ? found.everyone : group;
    return {
      who: who(slice),
      shares: sharesInWords(deployment, shares),
      whose: isOwn ? '' : 'those of all',
      before: value ? words.value(value.baseline) : '–',
      after: value ? words.value(value.deployed) : '–',
      drift: value ? figure(value.drift, words) : none,
      ownership: group ? figure(group.ownership, words) : none,
      n: value ? thousands(value.n) : '–',
      reason: value ? '' : sentenceInWords(hidden.get(key) ?? reasons.get(key) ?? 'not shown'),
    };
  });
}

function gapRow({ slice, gap }: DeployedGroupRecord, words: MetricWords): readonly GapRow[] {
  if (!gap) return [];
  return [
    {
      who: who(slice),
      before: figure(gap.baseline, words),
      compression: figure(gap.compression, words),
      ownership: figure(gap.ownership, words),
      deployed: figure(gap.deployed, words),
    },
  ];
}

function who(slice: Slice): string {
  return slice.length === 0 ? 'everyone' : sliceInWords(slice);
}

function figure({ value, interval }: EstimatedRecord, words: MetricWords): Figure {
  return { value: words.change(value), interval: `(${words.interval(interval)})` };
}

function spreadInWords({ spread }: DeployedMetricRecord, words: MetricWords): string {
  if (!spread) return '';
  const { baseline, common, deployed, compression, ownership } = spread;
  const of = ({ value, interval }: EstimatedRecord): string =>
    `${words.changeWithUnit(value)} (${words.interval(interval)})`;
  return (
    `${capital(words.title)}: the groups lie ${words.size(baseline.value)} apart with the full model, ${words.size(common.value)} if all had the same devices ` +
    `and ${words.size(deployed.value)} as deployed; compression changes that by ${of(compression)}, who owns which device by ${of(ownership)}.`
  );
}
