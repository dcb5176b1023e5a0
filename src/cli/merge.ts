import type { Command } from 'commander';

/** `audit merge`. */
export function addMerge(program: Command, finish: (code: number) => void): void {
  program
    .command('merge')
    .description('add the tallies of all shards up, or the ranks of all shards')
    .argument('<files...>', 'one of each shard, in any order')
    .requiredOption('--out <file>', 'where the sum goes, such as merged.tally.json')
    .action(async (files: readonly string[], { out }: { readonly out: string }) => {
      const { merge } = await import('../audit/index.js');
      const { kind, examples } = await merge(files, out);
      process.stdout.write(
        `merged  ${files.length} ${kind === 'ranks' ? 'ranks' : 'tallies'}, ${examples} examples: ${out}\n`,
      );
      finish(0);
    });
}
