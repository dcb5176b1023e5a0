import type { Command } from 'commander';

interface MarginsFlags {
  readonly plan?: string;
  readonly json?: true;
}

/** `audit margins`. */
export function addMargins(program: Command, finish: (code: number) => void): void {
  program
    .command('margins')
    .description("print the SHA-256 of a plan's margins, for --margins-sha256: no model and no data needed")
    .option('--plan <file>', 'the plan; audit.yaml here unless given')
    .option('--json', 'print what is hashed instead')
    .addHelpText(
      'after',
      '\nIt covers margins (defaults too), slices and their attributes, min_slice, unit and weight: a release that pins it\nrefuses a plan in which one of them was moved. Comments and the order of keys leave it alone.',
    )
    .action(async (flags: MarginsFlags) => finish(await runMargins(flags)));
}

async function runMargins(flags: MarginsFlags): Promise<number> {
  const { canonicalPromises, marginsSha256, promisesOfPlan, readNamedPlan } = await import('../audit/index.js');
  const { AuditError, prettyJson } = await import('../base/index.js');
  const { plan } = await readNamedPlan(flags.plan, process.cwd());
  const promises = promisesOfPlan(plan);
  if (!promises) {
    throw new AuditError('plan', 'Without data and an outcome this plan promises nothing.', {
      wayOut: 'Add data and outcome to the plan.',
    });
  }
  process.stdout.write(flags.json === true ? prettyJson(canonicalPromises(promises)) : `${marginsSha256(promises)}\n`);
  return 0;
}
