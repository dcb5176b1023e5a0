/**
 * Scoring arrays with two models of MobileNetV2's size, against the bare sessions in two workers, which have the arrays in memory:
 * npm run bench:arrays [-- rounds]. Prints the ratio round by round, and its median; at most 1.1 is wanted.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFor } from '../src/base/index.js';
import { scoreModels } from '../src/outcomes/index.js';
import { bareWorkers } from './bare-workers.js';
import { mobilenetV2 } from './models/mobilenet-v2.js';
import { rounds } from './rounds.js';

const examples = 1600;
const arrays = 64;
const batchSize = 16;
const folder = mkdtempSync(join(tmpdir(), 'fairweight-arrays-'));
const models = ['baseline', 'variant'].map((name) => {
  const path = join(folder, `${name}.onnx`);
  writeFileSync(path, mobilenetV2(name));
  return { name, path };
});
const classes = Array.from({ length: 1000 }, (_, k) => `class ${k}`);
const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 224, 224), }".padEnd(117);
for (let a = 0; a < arrays; a++) {
  const random = randomFor('bench-arrays', a);
  const values = Float32Array.from({ length: 3 * 224 * 224 }, () => 2 * random.next() - 1);
  const start = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(`${header}\n`)]);
  writeFileSync(join(folder, `${a}.npy`), Buffer.concat([start, Buffer.from(values.buffer)]));
}
const rows = Array.from({ length: examples }, (_, i) => `${i},${i % arrays}.npy,class ${i % 1000},${i % 2}`);
const table = join(folder, 'labels.csv');
writeFileSync(table, `${['id,file,label,group', ...rows].join('\n')}\n`);

const bareSource = `
const { parentPort, workerData } = require('node:worker_threads');
const ort = require(workerData.ort);
(async () => {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 4 };
  const sessions = await Promise.all(workerData.models.map((path) => ort.InferenceSession.create(path, options)));
  const size = 3 * 224 * 224;
  const data = Float32Array.from({ length: workerData.batchSize * size }, (_, i) => (i % 255) / 127.5 - 1);
  for (let i = 0; i < workerData.batches; i++) {
    for (const session of sessions) await session.run({ image: new ort.Tensor('float32', data, [workerData.batchSize, 3, 224, 224]) });
  }
  parentPort.postMessage('done');
})();`;

function bare(): Promise<number> {
  const part = {
    models: models.map(({ path }) => path),
    batchSize,
    batches: examples / batchSize / 2,
    ort: join(process.cwd(), 'node_modules', 'onnxruntime-node'),
  };
  return bareWorkers(bareSource, [part, part]);
}

async function ours(): Promise<number> {
  const work = join(folder, 'work');
  mkdirSync(work);
  const start = performance.now();
  try {
    await scoreModels(
      {
        key: 'bench',
        files: [table],
        folder,
        columns: { id: 'id', label: 'label', unit: undefined },
        attributes: [{ name: 'group', column: 'group' }],
        inputs: { image: { kind: 'array', file: 'file' } },
        outcome: { task: 'multiclass', output: 'scores', activation: 'none', classes },
        models,
        batchSize,
        workers: 2,
        batchesPerPart: 32,
        outcomes: join(work, 'outcomes'),
        scratch: join(work, 'scratch'),
      },
      { limits: { memoryBytes: 4e9, stallMs: 120_000 } },
    );
    return performance.now() - start;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  await rounds(Number(process.argv[2] ?? 3), 1.1, ours, bare);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
