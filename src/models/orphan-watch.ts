import { workerData } from 'node:worker_threads';

/**
 * The entry of a thread that ends its process once the parent is gone: the main thread notices by itself, unless native code blocks
 * it, for instance a model that loops without end.
 */
const parent = workerData as number;

setInterval(() => {
  if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, 'SIGKILL');
}, 1000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
