// The entry of a pool's thread.
import { threadId } from 'node:worker_threads';
import { AuditError } from '../../../dist/base/index.js';
import { serveThread } from '../../../dist/models/serve-thread.js';

let atOnce = 0;

serveThread(async (data) => {
  if (data?.fails) throw new AuditError('model', 'No such model.', { wayOut: 'Check the path.' });
  return async (task, transfer) => {
    switch (task.act) {
      case 'greet':
        return `${data.greeting} ${task.name}`;
      case 'sleep': {
        atOnce += 1;
        await new Promise((resolve) => globalThis.setTimeout(resolve, task.ms));
        atOnce -= 1;
        return { threadId, atOnce };
      }
      case 'fill':
        transfer.push(task.buffer);
        return new Uint8Array(task.buffer).fill(7);
      case 'refuse':
        throw new AuditError('data', 'Row 7 has no label.', { place: { file: 'a.csv', line: 7 } });
      case 'exit':
        return process.exit(3);
      default:
        return undefined;
    }
  };
});
