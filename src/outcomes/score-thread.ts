import { loadPackage } from '../base/index.js';
import { serveThread } from '../models/index.js';
import { openModels, type BatchAnswers, type OpenModels } from './run-models.js';
import type { ScoringJob, ScoringTask } from './scoring-job.js';

/** What a scoring thread is started with. */
export interface ScoringThreadData {
  readonly job: Pick<ScoringJob, 'models' | 'inputs' | 'outcome' | 'folder'>;
}

/** A scoring thread's first answer says which batch it wants; the others hold outcomes. */
export type ScoringThreadAnswer = ScoringThreadReady | BatchAnswers;

export type ScoringThreadReady = Pick<OpenModels, 'fixedBatch' | 'examplesARun'>;

// Pictures are decoded one thread each: the threads of the pool already use every core.
serveThread<ScoringThreadData, ScoringTask | 'ready', ScoringThreadAnswer>(async ({ job }, doing) => {
  if (Object.values(job.inputs).some(({ kind }) => kind === 'image')) {
    const sharp = loadPackage('sharp');
    sharp.concurrency(1);
    sharp.cache(false);
  }
  const models = await openModels(job.models, job.inputs, job.outcome, doing);
  const { fixedBatch, examplesARun } = models;
  return async (task, _transfer, doingTask) =>
    task === 'ready' ? { fixedBatch, examplesARun } : models.answer(task, job.folder, doingTask);
});
