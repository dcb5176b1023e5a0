// Audits the bundled emoji set end to end, as the README describes: compare, a throw-away key, seal, verify.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const audit = join(root, 'bin', 'audit.js');
const set = join(root, 'datasets', 'people-emoji');
const out = join(root, 'fairweight-out', 'demo');
const keys = mkdtempSync(join(tmpdir(), 'fairweight-demo-'));
const key = join(keys, 'demo.pem');
const publicKey = join(keys, 'demo.pub.pem');

/** Runs one command, shows it, and stops the demo where its exit code is none of the expected ones. */
function run(args, expected) {
  const shown = args.map((part) => (part.startsWith(root) ? relative(process.cwd(), part) || '.' : part)).join(' ');
  process.stdout.write(`\n$ audit ${shown}\n`);
  const { status, signal } = spawnSync(process.execPath, [audit, ...args], { stdio: 'inherit', cwd: process.cwd() });
  if (status !== null && expected.includes(status)) return status;
  process.stderr.write(`demo: that ended with ${signal ?? `exit code ${status}`}, which is not as it should be\n`);
  process.exit(1);
}

const started = process.hrtime.bigint();
rmSync(out, { recursive: true, force: true });
const models = ['base', 'int8', 'pruned80'].map((name) => join(set, 'skewed', `${name}.onnx`));
const code = run(['compare', ...models, '--plan', join(set, 'audit.yaml'), '--out', out], [0, 1, 3]);
run(['keygen', '--out', key], [0]);
for (const variant of ['int8', 'pruned80']) {
  run(['seal', join(out, variant), '--key', key], [0]);
  run(['verify', join(out, variant), '--key', publicKey], [0]);
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const here = (path) => relative(process.cwd(), join(out, path));
process.stdout.write(`
All of that worked, in ${seconds.toFixed(0)} s. Look at:
  ${here('pruned80/data/model/card.html')}   the card of the pruned model
  ${here('int8/data/model/card.html')}       the card of the quantized one
  ${here('compare.html')}                    both side by side
As a release check, audit compare would have exited with ${code}: ${
  { 0: 'every promise kept', 1: 'a promise violated or a claim contradicted', 3: 'something undecided' }[code]
}. The key was a throw-away one and is gone.
`);
rmSync(keys, { recursive: true, force: true });
