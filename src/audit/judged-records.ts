import { basename } from 'node:path';
import { sha256OfFile } from '../base/index.js';
import type { Plan } from '../plan/index.js';
import { judgedFormat, type JudgedTallyRecord } from '../record/index.js';
import type { Judgement } from './judge.js';
import { limitsOf } from './limits.js';
import { hashOfPlan } from './score.js';
import { withSearchedColumns } from './searched-plan.js';
import type { ReadTally } from './tally-file.js';
import { version } from './version.js';

/** What was judged from a tally, a record a variant. @param ranks the file of merged ranks, where there was one */
export async function judgedRecords(
  { variants }: Judgement,
  plan: Plan,
  tally: ReadTally,
  ranks: string | undefined,
): Promise<readonly JudgedTallyRecord[]> {
  const counts = [
    { file: basename(tally.file), sha256: tally.sha256 },
    ...(ranks === undefined ? [] : [{ file: basename(ranks), sha256: await sha256OfFile(ranks) }]),
  ];
  return variants.map(({ variant, verdict, fairness }) => ({
    format: judgedFormat,
    tool: { name: 'fairweight', version },
    name: plan.name,
    verdict,
    baseline: { name: 'baseline' },
    variant: { name: variant },
    fairness,
    claims: [],
    limits: limitsOf(fairness, plan.notes),
    provenance: { planSha256: hashOfPlan(withSearchedColumns(plan, tally.source.searched)), counts },
  }));
}
