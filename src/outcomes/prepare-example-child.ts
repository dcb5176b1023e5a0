import { AuditError, quoted } from '../base/index.js';
import { serveWatchedChild, type Tensor } from '../models/index.js';
import type { ExampleToPrepare } from './prepare-example.js';
import { fillBatch, prepareBatch } from './run-models.js';

serveWatchedChild(async (example: ExampleToPrepare, tools): Promise<Readonly<Record<string, Tensor>>> => {
  const name = quoted(example.row.ids[0] ?? '');
  tools.doing(`preparing the example ${name}`);
  const { feeds, skipped } = await prepareBatch(example.targets, example.inputs, example.row, example.folder);
  const [unreadable] = skipped;
  if (unreadable) {
    throw new AuditError('data', `The example ${name} could be read before, and cannot be now: ${unreadable.reason}`, {
      wayOut: 'Leave the evaluation set as it is while it is audited, then run the same command again.',
    });
  }
  return fillBatch(feeds, 1, example.fixedBatch);
});
