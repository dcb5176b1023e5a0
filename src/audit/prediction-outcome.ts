import { AuditError, didYouMean, listed, quoted } from '../base/index.js';
import type { Dictionary, Table } from '../data/index.js';
import type { OutcomeSpec } from '../outcomes/index.js';
import type { MetricsRequest } from './metrics-request.js';
import { placeOfValue } from './place-of-value.js';
import { strayError, strayLabel } from './stray-label.js';

/** The threshold of scores where none is given. */
export const usualThreshold = 0.5;

/** What predictions mean: the outcome, and for each model the dictionary of its answers where it has no scores. */
export interface PredictionOutcome {
  readonly outcome: OutcomeSpec;
  readonly answers: readonly (Dictionary | undefined)[];
}

/**
 * Settles the task from what the columns hold, where that is clear.
 *
 * @param label absent where it has too many values to be classes
 * @param models absent where a column has too many values to be answers
 * @throws {AuditError} naming the row of a label or an answer that is likelier a slip than a class
 */
export async function outcomeOfPredictions(
  table: Table,
  request: MetricsRequest,
  label: Dictionary | undefined,
  models: readonly (Dictionary | undefined)[],
): Promise<PredictionOutcome> {
  if (request.task === undefined) await refuseStrayLabel(table, request, label, models);
  const task = request.task ?? guessedTask(request, label, models);
  refuseIdle(request, task);
  if (task === 'regression') {
    return { outcome: { task, output: request.baseline }, answers: models.map(() => undefined) };
  }
  if (!label) {
    throw new AuditError('data', `The label ${quoted(request.label)} has too many values to be classes.`, {
      wayOut: 'Say --task regression where it is a number, or name another column with --label.',
    });
  }
  const areAnswers = models.every((model) => model !== undefined && isSubset(model.values, label.values));
  if (task === 'binary') {
    const labels = binaryLabels(request, label);
    const outcome = {
      task,
      output: request.baseline,
      activation: 'none',
      labels,
      threshold: request.threshold ?? usualThreshold,
    } as const;
    if (areAnswers && request.threshold !== undefined) {
      throw new AuditError('command-line', '--threshold is for scores, but the predictions are answers.', {
        wayOut: 'Leave it out, or name columns with scores of the positive class.',
      });
    }
    return { outcome, answers: models.map((model) => (areAnswers ? model : undefined)) };
  }
  if (!areAnswers) {
    throw await strayAnswer(table, request, label, models);
  }
  return {
    outcome: { task, output: request.baseline, activation: 'none', classes: label.values },
    answers: models,
  };
}

/** An option that the outcome has no use for would be ignored. */
function refuseIdle({ positive, threshold }: MetricsRequest, task: OutcomeSpec['task']): void {
  if (task === 'binary') return;
  const idle = positive !== undefined ? '--positive' : threshold !== undefined ? '--threshold' : undefined;
  if (idle === undefined) return;
  throw new AuditError('command-line', `${idle} is for binary outcomes; this one is ${task}.`, {
    wayOut: 'Leave it out, or say --task binary.',
  });
}

/** A third label that is in few rows, and that no model ever answers, makes no outcome of three classes. */
async function refuseStrayLabel(
  table: Table,
  { label: column }: MetricsRequest,
  label: Dictionary | undefined,
  models: readonly (Dictionary | undefined)[],
): Promise<void> {
  if (!label || label.values.length < 3) return;
  const stray = await strayLabel(table, column);
  if (!stray || models.some((model) => model?.values.includes(stray.value) === true)) return;
  throw strayError(stray, 'say --task multiclass');
}

async function strayAnswer(
  table: Table,
  { baseline, variants }: MetricsRequest,
  { values }: Dictionary,
  models: readonly (Dictionary | undefined)[],
): Promise<AuditError> {
  const columns = [baseline, ...variants];
  const at = models.findIndex((model) => !model || !isSubset(model.values, values));
  const column = columns[at] ?? baseline;
  const stray = models[at]?.values.find((value) => !values.includes(value));
  const found = stray === undefined ? 'too many different values' : quoted(stray);
  return new AuditError(
    'data',
    `Expected one of the labels as the answer in the column ${quoted(column)}, found ${found}.`,
    {
      place:
        stray === undefined
          ? { file: table.files[0] ?? '' }
          : await placeOfValue(table, column, (written) => written === stray),
      wayOut: `The labels are: ${listed(values)}. Write each model's answer as one of them.`,
    },
  );
}

function guessedTask(
  request: MetricsRequest,
  label: Dictionary | undefined,
  models: readonly (Dictionary | undefined)[],
): OutcomeSpec['task'] {
  const labels = label?.values ?? [];
  if (label && labels.length <= 2) return 'binary';
  if (label && models.every((model) => model !== undefined && isSubset(model.values, labels))) return 'multiclass';
  const many = label ? `${labels.length} different values` : 'very many different values';
  throw new AuditError(
    'command-line',
    `The label ${quoted(request.label)} has ${many}, and the predictions are not among them.`,
    {
      wayOut: 'Say --task regression where both are numbers; otherwise name the columns of the answers.',
    },
  );
}

function binaryLabels(request: MetricsRequest, { values }: Dictionary): readonly [string, string] {
  if (values.length !== 2) {
    const found = values.length === 1 ? `only the label ${quoted(values[0] ?? '')}` : `${values.length} labels`;
    throw new AuditError('data', `Expected two labels in ${quoted(request.label)}, found ${found}.`, {
      wayOut:
        values.length === 1
          ? 'With one label nobody can be answered wrong in both ways: add examples of the other, or name another column with --label.'
          : 'Say --task multiclass, or name another column with --label.',
    });
  }
  const positive = request.positive ?? values.find((value) => value === '1' || value.toLowerCase() === 'true');
  if (positive === undefined) {
    throw new AuditError('command-line', `Which of the labels ${listed(values.map(quoted))} is the positive one?`, {
      wayOut: 'Say so with --positive.',
    });
  }
  const negative = values.find((value) => value !== positive);
  if (!values.includes(positive) || negative === undefined) {
    throw new AuditError('command-line', `No row has the positive label ${quoted(positive)}.`, {
      wayOut: [didYouMean(positive, values), `The labels are: ${listed(values)}.`].filter(Boolean).join(' '),
    });
  }
  return [negative, positive];
}

function isSubset(values: readonly string[], of: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => of.includes(value));
}
