import { makeFolder, type Progress } from '../base/index.js';
import { entryUrl, startWatchedChild, type ChildLimits } from '../models/index.js';
import type { ScoringUpdate } from './score-table.js';
import type { ScoringJob, ScoringResult } from './scoring-job.js';

/**
 * Runs every model on every example, in one pass, and leaves the outcome table in `job.outcomes`.
 *
 * The work is done in a watched child process with a worker thread a core; what a killed run had finished is kept, and the
 * table has the same bytes as that of an undisturbed run.
 */
export async function scoreModels(
  job: ScoringJob,
  options: {
    readonly limits: ChildLimits;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: Progress | undefined;
  },
): Promise<ScoringResult> {
  for (const folder of [job.outcomes, job.scratch]) await makeFolder(folder);
  const child = startWatchedChild(entryUrl(import.meta.url, './score-child.js'), options);
  try {
    const result = await child.ask(job, (update) => {
      const { step, done, total } = update as ScoringUpdate;
      const note = step === 'scoring' ? `${job.models.length} models` : 'of an earlier run';
      options.onProgress?.({ step, done, total, of: 'examples', note });
    });
    return result as ScoringResult;
  } finally {
    await child.close();
  }
}
