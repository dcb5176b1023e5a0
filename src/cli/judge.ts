import type { Command } from 'commander';
import type { Judgement } from '../audit/index.js';
import { sha256Digits } from './options.js';
import { showOnTerminal } from './progress.js';
import { terminalStyle } from './terminal-style.js';

interface JudgeFlags {
  readonly ranks?: string;
  readonly plan?: string;
  readonly marginsSha256?: string;
  readonly out?: string;
  readonly json?: true;
}

/** `audit judge`. */
export function addJudge(program: Command, finish: (code: number) => void): void {
  program
    .command('judge')
    .description('judge every variant from the merged tally: no model and no data needed')
    .argument('<tally>', 'the tally of the whole set, such as merged.tally.json')
    .option('--ranks <file>', 'the merged ranks of the second pass, which metrics of scores need')
    .option('--plan <file>', 'the plan; audit.yaml here unless given')
    .option(
      '--margins-sha256 <hex>',
      'refuse to judge by other margins than these, as audit margins prints it',
      sha256Digits,
    )
    .option('--out <folder>', 'write a card of each variant: card.html, README.md and card.json')
    .option('--json', 'print the findings as JSON instead of the summary')
    .addHelpText('after', '\nClaims about the files of models are not judged here: audit compare does that.')
    .action(async (file: string, flags: JudgeFlags) => finish(await runJudge(file, flags)));
}

async function runJudge(file: string, flags: JudgeFlags): Promise<number> {
  const {
    assertMarginsSha256,
    judge,
    judgedRecords,
    promisesOfPlan,
    readNamedPlan,
    readRanks,
    readTally,
    writePredictionCards,
  } = await import('../audit/index.js');
  const { plan } = await readNamedPlan(flags.plan, process.cwd());
  assertMarginsSha256(promisesOfPlan(plan), flags.marginsSha256);
  const ranks = flags.ranks === undefined ? undefined : await readRanks(flags.ranks);
  const tally = await readTally(file);
  const progress = showOnTerminal(flags.json === true);
  const judgement = await judge(tally, plan, ranks, progress.onProgress).finally(() => progress.end());
  if (judgement.lacksRanks)
    process.stderr.write(
      'AUC and the other metrics of scores are not estimable without the second pass: audit tally --ranks, audit merge, then --ranks\n',
    );
  const cards =
    flags.out === undefined
      ? []
      : await writePredictionCards(await judgedRecords(judgement, plan, tally, flags.ranks), flags.out);
  if (flags.json === true) {
    const { prettyJson } = await import('../base/index.js');
    process.stdout.write(
      prettyJson({ format: 'fairweight-judgement/1', variants: judgement.variants, deployment: judgement.deployment }),
    );
  } else {
    await printJudgement(judgement, cards);
  }
  return judgement.exitCode;
}

async function printJudgement({ variants, deployment }: Judgement, cards: readonly string[]): Promise<void> {
  const { renderDeploymentSummary, renderMetricsSummary } = await import('../report/index.js');
  const style = terminalStyle();
  for (const [i, { variant, verdict, fairness }] of variants.entries())
    process.stdout.write(
      `${renderMetricsSummary(
        { baseline: { name: 'baseline' }, variant: { name: variant }, verdict, fairness, claims: [] },
        { ...style, card: cards[i] },
      )}\n`,
    );
  const [first] = variants;
  if (!first || !deployment) return;
  const { variant, verdict, fairness } = first;
  const record = {
    baseline: { name: 'baseline' },
    variant: { name: variant },
    verdict,
    fairness,
    claims: [],
    deployment,
  };
  process.stdout.write(`${renderDeploymentSummary(record, style)}\n`);
}
