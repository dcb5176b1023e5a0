import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Comparison } from '../audit/index.js';
import type { PrivateKey } from '../dossier/index.js';
import { collect, defaultReleaseTime, releaseTime, sessionCount, sha256Digits, wholeNumber } from './options.js';
import { showProgress } from './progress.js';
import { terminalStyle } from './terminal-style.js';

interface CompareFlags {
  readonly plan?: string;
  readonly data?: string;
  readonly label?: string;
  readonly slice?: readonly string[];
  readonly id?: string;
  readonly unit?: string;
  readonly weight?: string;
  readonly positive?: string;
  readonly search?: string;
  readonly out: string;
  readonly force?: true;
  readonly sign?: string;
  readonly releasedAt?: string;
  readonly marginsSha256?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly workers?: number;
  readonly sessions: number;
  readonly memory: number;
  readonly patience: number;
}

/** `audit compare`. */
export function addCompare(program: Command, finish: (code: number) => void): void {
  program
    .command('compare')
    .description('audit compressed models against their baseline, and write a dossier for each')
    .argument('[baseline]', 'the full model; the plan names it unless given')
    .argument('[variants...]', 'the compressed models; those of the plan unless given')
    .option('--plan <file>', 'the plan; audit.yaml here or beside the baseline unless given')
    .option('--data <table>', "an evaluation set instead of the plan's: csv, tsv, jsonl or parquet")
    .option('--label <column>', 'the column with the truth')
    .option('--slice <attribute>', 'slice by this column; again for more, with commas for a crossing', collect)
    .option('--id <column>', 'the column that names an example')
    .option('--unit <column>', 'the column that names what was sampled')
    .option('--weight <column>', 'the column that says how much an example counts')
    .option('--positive <label>', 'the positive label of a binary outcome')
    .option('--search <attributes>', 'find the slices that got worst, by these columns with commas, or all')
    .option('--out <folder>', 'where the results go', 'fairweight-out')
    .option('--force', 'replace the results of another plan or other files')
    .option('--sign <key>', 'seal each dossier with this private key')
    .option('--released-at <time>', 'the release time to record, such as 2026-11-23', releaseTime)
    .option(
      '--margins-sha256 <hex>',
      'refuse to judge by other margins than these, as audit margins prints it',
      sha256Digits,
    )
    .option('--json', 'print the records to stdout instead of the summary')
    .option('--quiet', 'no progress')
    .option('--workers <n>', 'threads that run models; one a core unless given', wholeNumber(1, 512))
    .option('--sessions <n>', 'sessions of each model that measure latency; 0 for none', sessionCount, 7)
    .option('--memory <MiB>', 'memory that the models may use', wholeNumber(64), 4096)
    .option('--patience <seconds>', 'end a model that makes no progress for so long', wholeNumber(1), 120)
    .action(async (baseline: string | undefined, variants: readonly string[], flags: CompareFlags) => {
      finish(await runCompare(baseline, variants, flags));
    });
}

async function runCompare(
  baseline: string | undefined,
  variants: readonly string[],
  flags: CompareFlags,
): Promise<number> {
  const { AuditError } = await import('../base/index.js');
  if (baseline !== undefined && variants.length === 0) {
    throw new AuditError('command-line', 'Name the variants after the baseline, or neither.', {
      wayOut: 'audit compare base.onnx int8.onnx, or audit compare --plan audit.yaml.',
    });
  }
  const { assertMarginsSha256, compare, prepareCompare, promisesOfPlan } = await import('../audit/index.js');
  const limits = { memoryBytes: flags.memory * 1_048_576, stallMs: flags.patience * 1000 };
  const releasedAt = flags.releasedAt ?? defaultReleaseTime(process.env['SOURCE_DATE_EPOCH'], new Date());
  const key = flags.sign === undefined ? undefined : await loadKey(flags.sign);
  const loaded = await prepareCompare({
    plan: flags.plan,
    baseline,
    variants,
    workingFolder: process.cwd(),
    flags: {
      data: flags.data,
      label: flags.label,
      slices: flags.slice ?? [],
      id: flags.id,
      unit: flags.unit,
      weight: flags.weight,
      positive: flags.positive,
      search: flags.search,
    },
    limits,
  });
  assertMarginsSha256(promisesOfPlan(loaded.plan), flags.marginsSha256);
  const abort = new AbortController();
  const onInterrupt = (): void => abort.abort();
  process.once('SIGINT', onInterrupt);
  const progress = showProgress(flags.quiet === true);
  try {
    const result = await compare(loaded, {
      out: flags.out,
      force: flags.force === true,
      releasedAt,
      isReleaseTimeGiven: flags.releasedAt !== undefined,
      limits,
      workers: flags.workers,
      sessions: flags.sessions,
      key,
      signal: abort.signal,
      onProgress: progress.onProgress,
    });
    progress.end();
    if (result.reused.isResumed && flags.quiet !== true) {
      process.stderr.write(
        `reused ${result.reused.outcomes} outcomes of an earlier run of this plan and these files\n`,
      );
    }
    if (flags.quiet !== true) await printLeft(result);
    if (flags.quiet !== true) printShown(result);
    if (flags.json === true) {
      const { prettyJson } = await import('../base/index.js');
      process.stdout.write(
        prettyJson({ format: 'fairweight-records/1', records: result.variants.map(({ record }) => record) }),
      );
    } else {
      await printSummary(result, flags.sign);
    }
    return result.exitCode;
  } finally {
    progress.end();
    process.off('SIGINT', onInterrupt);
  }
}

/** Says which dossiers were there already, the same as they would be written now. */
async function printLeft({ variants }: Comparison): Promise<void> {
  const { safeText } = await import('../base/index.js');
  for (const { dossier, placed } of variants) {
    if (placed.kind !== 'left') continue;
    const seal = placed.keyId === undefined ? '' : ', seal included';
    process.stderr.write(`left ${safeText(here(dossier), 1000)} as it was${seal}: this run gives the same\n`);
  }
}

/** Says once how many examples the cards show as they were fed to the models: they may be people. */
function printShown({ variants }: Comparison): void {
  const shown = variants.flatMap(({ record }) => record.explanations?.exemplars ?? []);
  const count = new Set(shown.map(({ id }) => id)).size;
  if (count === 0) return;
  const what = shown.some(({ input }) => input.kind === 'columns') ? 'all columns that the models read' : 'the picture';
  process.stderr.write(
    `the ${variants.length === 1 ? 'card shows' : 'cards show'} ${what} of ${count === 1 ? '1 example' : `${count} examples`}: ` +
      'where nobody may see them, say explain: { examples: 0 } in the plan\n',
  );
}

async function printSummary(result: Comparison, keyFile: string | undefined): Promise<void> {
  const { renderComparisonSummary, renderDeploymentSummary, renderSummary } = await import('../report/index.js');
  const { layout, publicFileOf } = await import('../dossier/index.js');
  const style = terminalStyle();
  for (const { record, dossier, placed } of result.variants) {
    const links = {
      card: `${here(dossier)}/${layout.modelFolder}/${layout.cardHtml}`,
      dossier: here(dossier),
      key: placed.keyId,
      publicKey: keyFile === undefined ? undefined : here(publicFileOf(keyFile)),
    };
    process.stdout.write(`${renderSummary(record, { ...style, links })}\n`);
  }
  const [first] = result.variants;
  if (first?.record.deployment) process.stdout.write(`${renderDeploymentSummary(first.record, style)}\n`);
  if (result.page !== undefined) {
    process.stdout.write(
      `${renderComparisonSummary(
        result.variants.map(({ record }) => record),
        style,
      )}\ncompared ${here(result.page)}\n`,
    );
  }
}

function here(path: string): string {
  return relative(process.cwd(), resolve(path)) || path;
}

async function loadKey(file: string): Promise<PrivateKey> {
  const { loadPrivateKey } = await import('../dossier/index.js');
  const { key, warnings } = await loadPrivateKey(file, process.env['FAIRWEIGHT_PASSPHRASE']);
  for (const warning of warnings) process.stderr.write(`audit: ${warning}\n`);
  return key;
}
