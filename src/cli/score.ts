import { InvalidArgumentError, type Command } from 'commander';
import { wholeNumber } from './options.js';
import { showProgress } from './progress.js';

interface ScoreFlags {
  readonly plan?: string;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly out: string;
  readonly force?: true;
  readonly quiet?: true;
  readonly workers?: number;
  readonly memory: number;
  readonly patience: number;
}

/** `audit score`. */
export function addScore(program: Command, finish: (code: number) => void): void {
  program
    .command('score')
    .description('run the models of a plan over its examples, or over one shard of them, and keep what they say')
    .option('--plan <file>', 'the plan; audit.yaml here unless given')
    .option('--shard <i/n>', 'only the i-th of n shards, such as 3/16', shardOf)
    .requiredOption('--out <folder>', 'where the outcome table goes; one folder a shard')
    .option('--force', 'replace the outcomes of another plan, shard or other files')
    .option('--quiet', 'no progress')
    .option('--workers <n>', 'threads that run models; one a core unless given', wholeNumber(1, 512))
    .option('--memory <MiB>', 'memory that the models may use', wholeNumber(64), 4096)
    .option('--patience <seconds>', 'end a model that makes no progress for so long', wholeNumber(1), 120)
    .action(async (flags: ScoreFlags) => {
      await runScore(flags);
      finish(0);
    });
}

async function runScore(flags: ScoreFlags): Promise<void> {
  const { loadPlan, readNamedPlan, score } = await import('../audit/index.js');
  const loaded = await loadPlan(await readNamedPlan(flags.plan, process.cwd()));
  const abort = new AbortController();
  const onInterrupt = (): void => abort.abort();
  process.once('SIGINT', onInterrupt);
  const progress = showProgress(flags.quiet === true);
  try {
    const { result, isResumed } = await score(loaded, {
      out: flags.out,
      shard: flags.shard,
      force: flags.force === true,
      limits: { memoryBytes: flags.memory * 1_048_576, stallMs: flags.patience * 1000 },
      workers: flags.workers,
      signal: abort.signal,
      onProgress: progress.onProgress,
    });
    progress.end();
    if (isResumed && flags.quiet !== true)
      process.stderr.write(`reused ${result.reused} outcomes of an earlier run of this plan and these files\n`);
    const { shard } = flags;
    const of = shard ? `shard ${shard.index} of ${shard.of}, ` : '';
    const { count } = result.skipped;
    process.stdout.write(
      `scored  ${of}${result.examples} of ${result.rows} examples${count > 0 ? `, ${count} of them unreadable` : ''}\n`,
    );
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
  }
}

/** Parses `3/16`. @throws {InvalidArgumentError} */
function shardOf(text: string): { readonly index: number; readonly of: number } {
  const match = /^(\d{1,5})\/(\d{1,5})$/u.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match && index >= 1 && index <= of && of <= 10_000) return { index, of };
  throw new InvalidArgumentError(
    'Expected which of how many shards, such as 3/16. They are counted from 1, and at most 10000.',
  );
}
