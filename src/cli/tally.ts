import type { Command } from 'commander';

interface TallyFlags {
  readonly out: string;
  readonly ranks?: string;
  readonly plan?: string;
}

/** `audit tally`. */
export function addTally(program: Command, finish: (code: number) => void): void {
  program
    .command('tally')
    .description('reduce what audit score left to a tally file, as small as the cells that it counts')
    .argument('<folders...>', 'the folder of one shard; or those of all shards, for the merged tally')
    .requiredOption('--out <file>', 'where the tally goes, such as shard-3.tally.json')
    .option('--ranks <tally>', 'the second pass: how scores rank among those of this merged tally')
    .option('--plan <file>', 'for --ranks: the plan; audit.yaml here unless given')
    .action(async (folders: readonly string[], flags: TallyFlags) => {
      const { AuditError } = await import('../base/index.js');
      const { readNamedPlan, tally, tallyRanks } = await import('../audit/index.js');
      const { out, ranks } = flags;
      if (ranks === undefined && flags.plan !== undefined) {
        throw new AuditError('command-line', 'A plan is only read for the second pass.', {
          wayOut: 'Add --ranks with the merged tally, or leave --plan out.',
        });
      }
      const written =
        ranks === undefined
          ? await tally(folders, out)
          : await tallyRanks(folders, { ranks, plan: (await readNamedPlan(flags.plan, process.cwd())).plan, out });
      process.stdout.write(`${wroteLine(written, out)}\n`);
      finish(0);
    });
}

/** What was written, in a line. */
export function wroteLine(
  {
    kind,
    examples,
    shard,
  }: {
    readonly kind: string;
    readonly examples: number;
    readonly shard?: { readonly index: number; readonly of: number } | undefined;
  },
  out: string,
): string {
  const of = shard ? `shard ${shard.index} of ${shard.of}` : 'the whole set';
  return `${kind === 'ranks' ? 'ranked ' : 'tallied'} ${of}, ${examples} examples: ${out}`;
}
