import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLockedDatabase } from '../../src/base/index.js';
import { readError, writeError } from '../../src/outcomes/database-errors.js';
import { temporaryFolder } from './tiny-model.js';

/** What the database says of a statement, with 20 MB of memory and a scratch folder where it is wanted. */
async function saidOf(sql: string, scratch?: string): Promise<unknown> {
  const database = await openLockedDatabase({ memory: '20MB', scratch });
  try {
    await database.connection.run(sql);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    database.close();
  }
}

describe('what goes wrong with an outcome table', () => {
  it('is told as memory where memory ran out', async () => {
    const said = await saidOf('create table t as select range as a, hash(range) as b from range(20000000)');
    expect(writeError('part', said)).toMatchObject({
      code: 'resources',
      message: 'Memory or scratch space ran out while the outcome table was written.',
    });
    expect(readError('part', said)).toMatchObject({ code: 'resources' });
  });

  it('is told as a full disk where the disk is full', () => {
    const said = new Error('IO Error: Could not write file "part.tmp": No space left on device');
    expect(writeError('part', said)).toMatchObject({
      code: 'resources',
      message: expect.stringContaining('disk is full') as string,
    });
  });

  it('is told as what the database says otherwise', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'scratch'));
    const said = await saidOf(`copy (select 1) to '${join(folder, 'nowhere', 'part')}'`, join(folder, 'scratch'));
    expect(writeError('part', said)).toMatchObject({ name: 'AuditError', code: 'output' });
  });

  it('stays a defect where it is one', () => {
    const defect = new TypeError('x is not a function');
    expect(writeError('part', defect)).toBe(defect);
    expect(readError('part', defect)).toBe(defect);
  });
});
