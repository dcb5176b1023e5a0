import { serveThread } from '../models/index.js';
import { openModels, type BatchAnswers } from './run-models.js';
import type { ScoringJob, ScoringTask } from './scoring-job.js';

/** What a scoring thread is started with. */
export interface ScoringThreadData {
  readonly job: Pick<ScoringJob, 'models' | 'inputs' | 'outcome' | 'folder'>;
}

/** A scoring thread's first answer says which batch it wants; the others hold outcomes. */
export type ScoringThreadAnswer = { readonly fixedBatch: number | undefined } | BatchAnswers;

// Pictures are decoded one thread each: the threads of the pool already use every core.
serveThread<ScoringThreadData, ScoringTask | 'ready', ScoringThreadAnswer>(async ({ job }) => {
  if (Object.values(job.inputs).some(({ kind }) => kind === 'image')) {
    const { default: sharp } = await import('sharp');
    sharp.concurrency(1);
    sharp.cache(false);
  }
  const models = await openModels(job.models, job.inputs, job.outcome);
  return async (task) => (task === 'ready' ? { fixedBatch: models.fixedBatch } : models.answer(task, job.folder));
});
