import { Worker } from 'node:worker_threads';

/** Runs a script in worker threads, one a part, each given its data; resolves with the milliseconds until the last said it was done. */
export async function bareWorkers(source: string, parts: readonly object[]): Promise<number> {
  // As Fairweight runs it: telemetry would take time of its own.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const start = performance.now();
  await Promise.all(
    parts.map(
      (workerData) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(source, { eval: true, workerData });
          worker.on('message', () => {
            resolve();
            void worker.terminate();
          });
          worker.on('error', reject);
        }),
    ),
  );
  return performance.now() - start;
}
