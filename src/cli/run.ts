import { Command, CommanderError } from 'commander';
import { exitCodes } from '../base/exit-codes.js';
import { refuseInOurWords, unknownCommand } from './command-line-errors.js';
import { addCompare } from './compare.js';
import { addInit } from './init.js';
import { addMetrics } from './metrics.js';
import { addJudge } from './judge.js';
import { addMargins } from './margins.js';
import { addKeygen } from './keygen.js';
import { addMerge } from './merge.js';
import { addScore } from './score.js';
import { addSeal } from './seal.js';
import { addTally } from './tally.js';
import { addVerify } from './verify.js';
import { printError } from './print-error.js';
import { readVersion } from './read-version.js';
import { watchOutput } from './watch-output.js';

const exitCodeHelp = `
Exit codes:
  0   every promise kept; verify: intact and signed by the given key
  1   a promise violated, a claim contradicted; verify: altered
  2   the input or the command line is wrong; verify: unreadable
  3   undecided, not estimable, nothing judged; verify: signer unknown
  70  a defect of Fairweight`;

/** Runs the command line. @returns the exit code; nothing here ends the process */
export async function run(args: readonly string[]): Promise<number> {
  const output = watchOutput();
  const code = await runCommand(args);
  const failure = await output.failure();
  return failure ? printError(failure, args.includes('--debug')) : code;
}

async function runCommand(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.kept;
  const program = new Command('audit')
    .description(
      'Audits a compressed model against its baseline: for whom it got worse, how sure that is, and whether it may go out.',
    )
    .version(readVersion(), '-V, --version')
    .option('--debug', 'show the stack trace of an error')
    .addHelpText('after', exitCodeHelp);
  const finish = (result: number): void => {
    code = result;
  };
  for (const add of [
    addCompare,
    addMetrics,
    addInit,
    addMargins,
    addKeygen,
    addSeal,
    addVerify,
    addScore,
    addTally,
    addMerge,
    addJudge,
  ])
    add(program, finish);
  program.commands.forEach((command) => command.option('--debug', 'show the stack trace of an error'));
  [program, ...program.commands].forEach((command) => refuseInOurWords(command, args));
  try {
    // The parser would answer help about nothing with help about everything, and the exit code 0.
    const [first, about] = args;
    if (first === 'help' && about !== undefined && !program.commands.some((command) => command.name() === about)) {
      throw unknownCommand(about, program);
    }
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Help that was asked for has the exit code 0; help in the place of a command that is missing has not.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.kept : exitCodes.badInput;
    return printError(error, args.includes('--debug'));
  }
}
