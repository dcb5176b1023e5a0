/**
 * Scoring people-emoji with two models, against a bare loop in two workers that decodes the same files with sharp and runs the same
 * sessions: node scripts/bench.mjs bench/scoring.ts [rounds]. Prints the ratio round by round, and its median; at most 1.25 is wanted.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlan, readPlan } from '../src/audit/index.js';
import { scoreModels, type OutcomeSpec } from '../src/outcomes/index.js';
import { bareWorkers } from './bare-workers.js';
import { rounds } from './rounds.js';

const set = join(process.cwd(), 'datasets', 'people-emoji');
const int8 = { name: 'int8', path: join(set, 'skewed', 'int8.onnx') };
const loaded = await loadPlan(await readPlan(join(set, 'audit.yaml')), { variants: [int8] });
const outcome = loaded.data?.outcome;
if (!outcome) throw new Error('the plan has data');
const models = [loaded.baseline, int8];
const [, ...lines] = readFileSync(join(set, 'evaluation', 'labels.csv'), 'utf8')
  .trim()
  .split('\n');
const files = lines.map((line) => join(set, 'evaluation', line.split(',')[1] ?? ''));

/** The bare loop: no table, no checks, no outcome table. */
const bareSource = `
const { parentPort, workerData } = require('node:worker_threads');
const sharp = require(workerData.sharp);
const ort = require(workerData.ort);
(async () => {
  sharp.concurrency(1);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 4 };
  const sessions = await Promise.all(workerData.models.map((path) => ort.InferenceSession.create(path, options)));
  for (let start = 0; start < workerData.files.length; start += 16) {
    const part = workerData.files.slice(start, start + 16);
    const data = new Float32Array(part.length * 3 * 64 * 64);
    const pictures = await Promise.all(part.map((file) => sharp(file).raw().toBuffer()));
    pictures.forEach((pixels, i) => {
      for (let p = 0; p < 4096; p++) for (let c = 0; c < 3; c++) data[i * 12288 + c * 4096 + p] = pixels[p * 3 + c] / 127.5 - 1;
    });
    for (const session of sessions) await session.run({ image: new ort.Tensor('float32', data, [part.length, 3, 64, 64]) });
  }
  parentPort.postMessage('done');
})();`;

function bare(): Promise<number> {
  const half = Math.ceil(files.length / 2);
  const modules = join(process.cwd(), 'node_modules');
  return bareWorkers(
    bareSource,
    [files.slice(0, half), files.slice(half)].map((part) => ({
      files: part,
      models: models.map(({ path }) => path),
      sharp: join(modules, 'sharp'),
      ort: join(modules, 'onnxruntime-node'),
    })),
  );
}

async function ours(spec: OutcomeSpec): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'fairweight-bench-'));
  const start = performance.now();
  try {
    await scoreModels(
      {
        key: 'bench',
        files: loaded.data?.files ?? [],
        folder: loaded.data?.folder ?? '',
        columns: { id: 'id', label: 'class', unit: 'family' },
        attributes: loaded.plan.attributes,
        inputs: loaded.plan.inputs,
        outcome: spec,
        models,
        batchSize: 16,
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

await rounds(Number(process.argv[2] ?? 3), 1.25, () => ours(outcome), bare);
