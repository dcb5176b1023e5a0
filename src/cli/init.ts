import { relative } from 'node:path';
import type { Command } from 'commander';

/** `audit init`. */
export function addInit(program: Command, finish: (code: number) => void): void {
  program
    .command('init')
    .description('write a commented plan from a model and a table, by looking at both')
    .argument('<model>', 'the baseline')
    .argument('<table>', 'the evaluation set: csv, tsv, jsonl or parquet')
    .argument('[variants...]', 'the compressed models')
    .option('--label <column>', 'the column with the truth')
    .option('--out <file>', 'where the plan goes; audit.yaml beside the model unless given')
    .option('--force', 'replace a plan that is there')
    .action(
      async (
        model: string,
        table: string,
        variants: readonly string[],
        flags: { readonly label?: string; readonly out?: string; readonly force?: true },
      ) => {
        const { initPlan } = await import('../audit/index.js');
        const { safeText } = await import('../base/index.js');
        const limits = { memoryBytes: 4096 * 1_048_576, stallMs: 120_000 };
        const { file, questions } = await initPlan({
          model,
          table,
          variants,
          label: flags.label,
          out: flags.out,
          force: flags.force === true,
          limits,
        });
        const shown = relative(process.cwd(), file) || file;
        process.stdout.write(`wrote ${shown}\n`);
        if (questions.length > 0)
          process.stdout.write(
            `\nbefore you run it, look at:\n${questions.map((question) => `  - ${safeText(question, 500)}\n`).join('')}`,
          );
        process.stdout.write(`\nthen: audit compare --plan ${shown}\n`);
        finish(0);
      },
    );
}
