import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { OutcomeTableShape, ScoringJob, Shard } from '../outcomes/index.js';
import type { Plan } from '../plan/index.js';
import type { LoadedData, LoadedPlan } from './load-plan.js';
import { modelsOf } from './trainings.js';

/** How a set is scored, beside what the plan says. */
export interface ScoringWishes {
  /** What identifies the run: see {@link ScoringJob}. */
  readonly key: string;
  /** The folder for what is no part of a dossier: outcomes, and scratch space. */
  readonly work: string;
  /** Threads that run models; one a core, at most 8, unless given. */
  readonly workers?: number | undefined;
  /** All of the set unless given. */
  readonly shard?: Shard | undefined;
}

/** Examples a batch; models with a fixed batch get that. Larger pictures go in smaller batches, so that memory stays flat. */
function batchSizeFor(plan: Plan): number {
  const isTable = Object.values(plan.inputs).every(({ kind }) => kind === 'columns' || kind === 'column');
  return isTable ? 512 : 16;
}

/** What is to be scored, and where the outcomes go. */
export function scoringJobOf(loaded: LoadedPlan, data: LoadedData, wishes: ScoringWishes): ScoringJob {
  const { plan } = loaded;
  return {
    key: wishes.key,
    files: data.files,
    folder: data.folder,
    columns: {
      id: plan.data?.id,
      label: plan.data?.label ?? '',
      unit: plan.data?.unit,
      weight: plan.data?.weight,
    },
    attributes: plan.attributes,
    inputs: plan.inputs,
    outcome: data.outcome,
    models: modelsOf(loaded),
    batchSize: batchSizeFor(plan),
    workers: wishes.workers ?? Math.max(1, Math.min(8, availableParallelism())),
    batchesPerPart: 32,
    shard: wishes.shard,
    outcomes: join(wishes.work, outcomesFolder),
    scratch: join(wishes.work, 'scratch'),
  };
}

/** Where the outcome table lies in a work folder. */
export const outcomesFolder = 'outcomes';

/** The columns of the outcome table of a job. */
export function tableShapeOf(job: ScoringJob): Pick<OutcomeTableShape, 'task' | 'attributes' | 'models'> {
  return {
    task: job.outcome.task,
    attributes: job.attributes.map(({ name }) => name),
    models: job.models.map(({ name }) => name),
  };
}
