import type { Progress } from '../base/index.js';
import { entryUrl, startWatchedChild, type ChildLimits } from '../models/index.js';
import type { ExplainJob, ExplainedExample } from './explain-job.js';

/** Explains a few examples in a watched child process, an example a thread. The same seed gives the same maps. */
export async function explainExamples(
  job: ExplainJob,
  options: {
    readonly limits: ChildLimits;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: Progress | undefined;
  },
): Promise<readonly ExplainedExample[]> {
  const child = startWatchedChild(entryUrl(import.meta.url, './explain-child.js'), options);
  try {
    const explained = await child.ask(job, (done) =>
      options.onProgress?.({ step: 'explaining', done: done as number, total: job.examples.length, of: 'examples' }),
    );
    return explained as readonly ExplainedExample[];
  } finally {
    await child.close();
  }
}
