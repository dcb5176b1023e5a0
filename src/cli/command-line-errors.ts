import type { Command, CommanderError, Option } from 'commander';
import { AuditError } from '../base/errors.js';
import { didYouMean } from '../base/nearest.js';
import { listed, quoted } from '../base/safe-text.js';
import { collect } from './options.js';

/**
 * Makes what the parser refuses an {@link AuditError} `command-line`, printed as every other error is; and refuses what it lets pass: an
 * option of one value that is given twice, or whose value is the next option.
 *
 * @param args the whole command line
 */
export function refuseInOurWords(command: Command, args: readonly string[]): void {
  command.configureOutput({ outputError: () => undefined });
  command.exitOverride((error) => {
    throw refusalOf(error, command, args) ?? error;
  });
  for (const option of command.options) watchValues(option, command);
}

function watchValues(option: Option, command: Command): void {
  if (!option.required || option.long == null) return;
  const flag = option.long;
  const isRepeatable = option.parseArg === collect;
  let found: string | undefined;
  command.on(`option:${option.name()}`, (value: string) => {
    if (flagsOf(command).includes(value)) throw noValue(option, `found the option ${quoted(value)}`);
    if (!isRepeatable && found !== undefined) {
      throw refused(
        `${flag} is given twice: ${quoted(found)} and ${quoted(value)}.`,
        'It has one value: leave one out.',
      );
    }
    found = value;
  });
}

/** What the parser says, in our words; nothing where it only stops for help or the version. */
function refusalOf(error: CommanderError, command: Command, args: readonly string[]): AuditError | undefined {
  const named = [...error.message.matchAll(/'([^']*)'/gu)].map(([, name = '']) => name);
  const option = command.options.find(({ flags }) => flags === named[0]);
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(named[0] ?? '', command);
    case 'commander.missingMandatoryOptionValue':
    case 'commander.missingArgument':
      return strayOption(command, args) ?? missing(command, option);
    case 'commander.optionMissingArgument':
      return option && noValue(option, 'found the end of the command line');
    case 'commander.excessArguments':
      return excess(command);
    case 'commander.unknownCommand':
      return unknownCommand(named[0] ?? '', command);
    case 'commander.invalidArgument':
      return invalidValue(error.message, option);
    default:
      return error.exitCode === 0 || error.code === 'commander.help'
        ? undefined
        : refused(error.message.replace(/^error: /u, ''), helpOf(command));
  }
}

function refused(message: string, ...wayOut: readonly (string | undefined)[]): AuditError {
  return new AuditError('command-line', message, { wayOut: wayOut.filter(Boolean).join(' ') });
}

/** `audit metrics`. */
function nameOf(command: Command): string {
  return command.parent ? `${command.parent.name()} ${command.name()}` : command.name();
}

function helpOf(command: Command): string {
  return `${nameOf(command)} --help lists its ${command.commands.length > 0 ? 'commands' : 'options'}.`;
}

function flagsOf(command: Command): readonly string[] {
  return [...command.options.flatMap(({ long }) => long ?? []), '--help'];
}

function unknownOption(written: string, command: Command): AuditError {
  const [flag = ''] = written.split('=');
  const others = (command.parent?.commands ?? command.commands).filter((one) => flagsOf(one).includes(flag));
  const near = didYouMean(flag, flagsOf(command));
  const elsewhere = others.length > 0 ? `It is an option of ${listed(others.map(nameOf))}.` : undefined;
  return refused(`${nameOf(command)} has no option ${quoted(flag)}.`, elsewhere ?? near, helpOf(command));
}

/** An option that is misspelt says more than the one that lacks for it. */
function strayOption(command: Command, args: readonly string[]): AuditError | undefined {
  const short = command.options.flatMap((option) => option.short ?? []);
  const known = [...flagsOf(command), ...(command.parent ? flagsOf(command.parent) : []), ...short, '-h', '-V'];
  const end = args.indexOf('--');
  const stray = args
    .slice(0, end < 0 ? args.length : end)
    .find((arg) => /^--?[a-z]/iu.test(arg) && !known.includes(arg.split('=')[0] ?? ''));
  return stray === undefined ? undefined : unknownOption(stray, command);
}

function missing(command: Command, option: Option | undefined): AuditError {
  if (option) return refused(`${nameOf(command)} needs ${option.flags}: ${option.description}.`, helpOf(command));
  const argument = command.registeredArguments[command.args.length];
  const what = argument ? `<${argument.name()}>: ${argument.description}` : 'another argument';
  return refused(`${nameOf(command)} needs ${what}.`, `Write it like: ${nameOf(command)} ${command.usage()}.`);
}

function noValue(option: Option, found: string): AuditError {
  return refused(
    `${option.long ?? option.flags} needs a value, ${found}.`,
    `Write ${option.flags}: ${option.description}.`,
  );
}

function excess(command: Command): AuditError {
  const most = command.registeredArguments.length;
  const found = listed(command.args.map(quoted));
  const [plan] = command.args.filter((arg) => /\.ya?ml$/iu.test(arg));
  return refused(
    `${nameOf(command)} takes ${most === 0 ? 'no argument' : most === 1 ? 'one argument' : `${most} arguments`}, found ${found}.`,
    plan !== undefined && flagsOf(command).includes('--plan') ? `Name a plan with --plan ${plan}.` : undefined,
    most > 0 ? 'Put a name with blanks in it in quotation marks.' : undefined,
    helpOf(command),
  );
}

/** The refusal of a command that there is not. */
export function unknownCommand(name: string, command: Command): AuditError {
  const known = command.commands.map((one) => one.name());
  return refused(
    `${nameOf(command)} has no command ${quoted(name)}.`,
    didYouMean(name, known),
    `Its commands are: ${listed(known, 30)}.`,
  );
}

/** The parser of a value says what it expects; what it says after that is the way out. */
function invalidValue(message: string, option: Option | undefined): AuditError | undefined {
  const {
    found = '',
    expected = '',
    wayOut,
  } = /argument '(?<found>.*)' is invalid\. Expected (?<expected>.*?)\.(?: (?<wayOut>.*))?$/su.exec(message)?.groups ??
  {};
  return (
    option &&
    refused(
      `${option.long ?? option.flags}: expected ${expected}, found ${quoted(found)}.`,
      wayOut,
      `Write ${option.flags}: ${option.description}.`,
    )
  );
}
