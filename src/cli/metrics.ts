import type { Command } from 'commander';
import type { MetricsRequest } from '../audit/index.js';
import { collect, oneOf, probability, sha256Digits, wholeNumber } from './options.js';
import { showOnTerminal } from './progress.js';
import { terminalStyle } from './terminal-style.js';

interface MetricsFlags {
  readonly label: string;
  readonly baseline: string;
  readonly variant: readonly string[];
  readonly slice?: readonly string[];
  readonly sensitive?: readonly string[];
  readonly bins?: readonly string[];
  readonly reference?: readonly string[];
  readonly margin?: readonly string[];
  readonly task?: MetricsRequest['task'];
  readonly positive?: string;
  readonly threshold?: number;
  readonly unit?: string;
  readonly weight?: string;
  readonly minSlice: number;
  readonly search?: string;
  readonly marginsSha256?: string;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const tasks = ['binary', 'multiclass', 'regression'] as const;

/** `audit metrics`. */
export function addMetrics(program: Command, finish: (code: number) => void): void {
  program
    .command('metrics')
    .description('audit predictions that were made elsewhere: columns of a table, without any model')
    .argument('<table>', 'csv, tsv, jsonl or parquet; a row an example')
    .requiredOption('--label <column>', 'the column with the truth')
    .requiredOption('--baseline <column>', "the full model's scores of the positive class, answers or values")
    .requiredOption('--variant <column>', "the compressed model's; again for more", collect)
    .option('--slice <attribute>', 'slice by this column; again for more, with commas for a crossing', collect)
    .option('--sensitive <attribute>', 'it names protected groups; every attribute does unless one is given', collect)
    .option('--bins <attribute=edges>', 'cut a number into bins, such as age=18,30,65', collect)
    .option('--reference <attribute=value>', 'hold the other groups against this one too', collect)
    .option(
      '--margin <metric=size>',
      "what is promised, such as 'accuracy=2 points', 'accuracy=5 %', 'accuracy=2 points for sex=Female'; again for more",
      collect,
    )
    .option('--task <task>', `${tasks.join(', ')}; found from the columns unless given`, oneOf(tasks))
    .option('--positive <label>', 'the positive label of a binary outcome')
    .option('--threshold <score>', 'scores at or above it are positive; 0.5 unless given', probability)
    .option('--unit <column>', 'the column that names what was sampled')
    .option('--weight <column>', 'the column that says how much a row counts')
    .option('--min-slice <n>', 'hide slices with fewer rows', wholeNumber(1), 20)
    .option('--search <attributes>', 'find the slices that got worst, by these columns with commas, or all')
    .option('--margins-sha256 <hex>', 'refuse to judge by other margins than these, as its record has it', sha256Digits)
    .option('--out <folder>', 'write a card of each variant: card.html, README.md and card.json')
    .option('--json', 'print the records to stdout instead of the summary')
    .option('--quiet', 'say nothing on stderr')
    .action(async (table: string, flags: MetricsFlags) => {
      finish(await runMetrics(table, flags));
    });
}

async function runMetrics(table: string, flags: MetricsFlags): Promise<number> {
  const { auditMetrics, writePredictionCards } = await import('../audit/index.js');
  const abort = new AbortController();
  const onInterrupt = (): void => abort.abort();
  process.once('SIGINT', onInterrupt);
  const progress = showOnTerminal(flags.quiet === true || flags.json === true);
  try {
    const result = await auditMetrics(requestOf(table, flags), abort.signal, progress.onProgress);
    progress.end();
    if (flags.quiet !== true) process.stderr.write(takenFor(result, flags.variant.length));
    const cards = flags.out === undefined ? [] : await writePredictionCards(result.records, flags.out);
    if (flags.json === true) {
      const { prettyJson } = await import('../base/index.js');
      process.stdout.write(prettyJson({ format: 'fairweight-metrics-list/1', records: result.records }));
      return result.exitCode;
    }
    const { renderMetricsSummary } = await import('../report/index.js');
    const style = terminalStyle();
    process.stdout.write(
      result.records.map((record, i) => renderMetricsSummary(record, { ...style, card: cards[i] })).join('\n'),
    );
    return result.exitCode;
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
  }
}

function requestOf(table: string, flags: MetricsFlags): MetricsRequest {
  return {
    table,
    label: flags.label,
    baseline: flags.baseline,
    variants: flags.variant,
    slices: flags.slice ?? [],
    sensitive: flags.sensitive ?? [],
    bins: flags.bins ?? [],
    references: flags.reference ?? [],
    margins: flags.margin ?? [],
    task: flags.task,
    positive: flags.positive,
    threshold: flags.threshold,
    unit: flags.unit,
    weight: flags.weight,
    minSlice: flags.minSlice,
    search: flags.search,
    marginsSha256: flags.marginsSha256,
  };
}

/** What the columns were taken for, so that a wrong guess is seen. */
function takenFor(
  { task, hasScores }: { readonly task: string; readonly hasScores: boolean },
  variants: number,
): string {
  const what = task === 'regression' ? 'numbers' : hasScores ? 'scores of the positive class' : 'answers';
  const missing = task === 'binary' && !hasScores ? ': without scores there are no AUC, log loss and Brier score' : '';
  return `a ${task} outcome; predictions of the baseline and ${variants === 1 ? 'one variant' : `${variants} variants`} are ${what}${missing}\n`;
}
