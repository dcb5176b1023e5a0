// Runs a benchmark written in TypeScript against the built package: node scripts/bench.mjs bench/validity/coverage.ts [arguments]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file, ...rest] = process.argv.slice(2);
const { outputText } = ts.transpileModule(readFileSync(resolve(file), 'utf8'), {
  compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
});
const folder = mkdtempSync(join(root, 'bench', '.run-'));
try {
  const script = join(folder, 'bench.mjs');
  writeFileSync(script, outputText.replaceAll(/'(?:\.\.\/)+src\//g, `'${pathToFileURL(join(root, 'dist')).href}/`));
  process.argv = [process.argv[0], script, ...rest];
  await import(pathToFileURL(script).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
