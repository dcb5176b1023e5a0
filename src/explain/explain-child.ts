import { createThreadPool, entryUrl, serveWatchedChild } from '../models/index.js';
import type { ExampleToExplain, ExplainJob, ExplainedExample } from './explain-job.js';

serveWatchedChild(async (job: ExplainJob, tools) => {
  tools.doing('explaining');
  const pool = createThreadPool<ExampleToExplain, ExplainedExample>(
    entryUrl(import.meta.url, './explain-thread.js'),
    job.workers,
    job,
  );
  let done = 0;
  const explained = await Promise.all(
    job.examples.map(async (example) => {
      const result = await pool.run(example);
      done += 1;
      tools.update(done);
      return result;
    }),
  );
  // Only then: a thread that is ended inside the runtime takes the process with it, before an error could be told.
  await pool.close();
  return explained;
});
