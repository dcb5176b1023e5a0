import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { AuditError } from '../../src/base/index.js';

/** The path of a model that `test/reference/models/make.py` made or lists. */
export function referenceModel(name: string): string {
  return fileURLToPath(new URL(`../reference/models/${name}.onnx`, import.meta.url));
}

/** What onnx and numpy say of those models. */
export const expected = JSON.parse(
  readFileSync(new URL('../reference/models/expected.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The `AuditError` that something is refused with; anything else fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<AuditError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AuditError);
  return error as AuditError;
}
