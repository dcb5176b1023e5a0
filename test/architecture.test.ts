import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** The groups of docs/design.md: a folder imports groups to its right, never a sibling of its own. */
const groups: readonly (readonly string[])[] = [
  ['cli'],
  ['audit'],
  ['dossier', 'report'],
  ['record'],
  ['claims', 'explain', 'compare'],
  ['outcomes'],
  ['metrics', 'models', 'data', 'plan'],
  ['base'],
];

const heavy = ['onnxruntime-node', '@duckdb/node-api', 'sharp', 'vega', 'vega-lite', 'handlebars'];

/** Past `base/index.ts` on purpose: `--help` and errors must not wait for the whole of it to load. */
const tolerated = new Set([
  'cli/run.ts → base/exit-codes.ts',
  'cli/command-line-errors.ts → base/errors.ts',
  'cli/command-line-errors.ts → base/nearest.ts',
  'cli/command-line-errors.ts → base/safe-text.ts',
  'cli/options.ts → base/errors.ts',
  'cli/options.ts → base/nearest.ts',
  'cli/print-error.ts → base/errors.ts',
  'cli/print-error.ts → base/exit-codes.ts',
  'cli/print-error.ts → base/safe-text.ts',
  'cli/progress.ts → base/progress.ts',
  'cli/watch-output.ts → base/errors.ts',
]);

interface Import {
  readonly from: string;
  readonly what: string;
  readonly kind: 'static' | 'type' | 'dynamic';
}

function sourceFiles(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.split(sep).join('/'))
    .sort();
}

/** Whether nothing of an import or export is left once types are erased. */
function isErased(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

/** Every import, export-from, `import()` and `import('…')` type of a text. */
function importsOf(from: string, text: string): readonly Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (ts.isStringLiteral(node.moduleSpecifier)) {
        found.push({ from, what: node.moduleSpecifier.text, kind: isErased(node) ? 'type' : 'static' });
      }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [what] = node.arguments;
      found.push({ from, what: what && ts.isStringLiteral(what) ? what.text : '(computed)', kind: 'dynamic' });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) found.push({ from, what: literal.text, kind: 'type' });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.ES2022));
  return found;
}

/** Where a relative import leads, as a path below `src/`. */
function targetOf({ from, what }: Import): string | undefined {
  if (!what.startsWith('.')) return undefined;
  const path = resolve(join(source, dirname(from)), what.replace(/\.js$/u, '.ts'));
  return relative(source, path).split(sep).join('/');
}

const folderOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined);
const groupOf = (folder: string): number => groups.findIndex((group) => group.includes(folder));

/** The import rules that a set of imports breaks, a line each. */
function violations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((item) => {
    const problems: string[] = [];
    const target = targetOf(item);
    const folder = folderOf(item.from);
    const into = target === undefined ? undefined : folderOf(target);
    const way = `${item.from} → ${target ?? item.what}`;
    if (target !== undefined && folder !== undefined && into !== folder) {
      if (into === undefined || groupOf(into) <= groupOf(folder)) problems.push(`${way} goes the wrong way`);
    }
    if (target !== undefined && into !== folder && into !== undefined && target !== `${into}/index.ts`) {
      if (!tolerated.has(way)) problems.push(`${way} reaches past the index`);
    }
    const isHeavy = heavy.some((name) => item.what === name || item.what.startsWith(`${name}/`));
    if (isHeavy && item.kind === 'static') problems.push(`${way} loads a heavy package at once`);
    if (item.what === '(computed)') problems.push(`${item.from} imports a computed name`);
    return problems;
  });
}

const imports = sourceFiles().flatMap((name) => importsOf(name, readFileSync(join(source, name), 'utf8')));

describe('the import rules of the design', () => {
  it('know every folder of src/', () => {
    const folders = new Set(sourceFiles().flatMap((name) => folderOf(name) ?? []));
    expect([...folders].sort()).toEqual(groups.flat().sort());
    expect(imports.length).toBeGreaterThan(400);
  });

  it('hold everywhere', () => expect(violations(imports)).toEqual([]));

  it('tolerate nothing that is no longer there', () => {
    const ways = new Set(imports.map((item) => `${item.from} → ${targetOf(item) ?? item.what}`));
    expect([...tolerated].filter((way) => !ways.has(way))).toEqual([]);
  });

  it.each([
    ['metrics/a.ts', "import { x } from '../compare/index.js';", 'goes the wrong way'],
    ['metrics/a.ts', "import type { Plan } from '../plan/index.js';", 'goes the wrong way'],
    ['metrics/deep/a.ts', "export * from '../../data/index.js';", 'goes the wrong way'],
    ['metrics/a.ts', "const x = await import('../models/index.js');", 'goes the wrong way'],
    ['metrics/a.ts', "import { x } from '../index.js';", 'goes the wrong way'],
    ['compare/a.ts', "import { x } from '../metrics/tango.js';", 'reaches past the index'],
    ['compare/a.ts', "type X = import('../metrics/tango.js').X;", 'reaches past the index'],
    ['models/a.ts', "import sharp from 'sharp';", 'loads a heavy package at once'],
    ['models/a.ts', "import { type A, b } from '@duckdb/node-api';", 'loads a heavy package at once'],
    ['models/a.ts', "export { b } from 'vega-lite/build/x.js';", 'loads a heavy package at once'],
    ['models/a.ts', 'const x = await import(name);', 'imports a computed name'],
  ])('notice in %s: %s', (from, text, problem) => {
    expect(violations(importsOf(from, text)).join()).toContain(problem);
  });

  it.each([
    ['compare/a.ts', "import { x } from '../metrics/index.js'; import { y } from './b.js';"],
    ['models/a.ts', "import type { A } from 'sharp'; const b = await import('onnxruntime-node');"],
    ['models/a.ts', "import { type A, type B } from 'vega';"],
  ])('allow in %s: %s', (from, text) => expect(violations(importsOf(from, text))).toEqual([]));
});
