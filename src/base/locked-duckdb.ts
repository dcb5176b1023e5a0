import type { DuckDBConnection } from '@duckdb/node-api';
import { loadPackage } from './load-package.js';

/** What a database may touch. */
export interface DatabaseBounds {
  /** Files that it may read, by their real paths. */
  readonly files?: readonly string[] | undefined;
  /** A folder in which it may read and write. */
  readonly folder?: string | undefined;
  /** Where it may put what does not fit into memory; inside `folder` or a folder of its own. */
  readonly scratch?: string | undefined;
  readonly memory?: string | undefined;
}

/** An open database and how to let go of it. */
export interface LockedDatabase {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * Opens an in-memory DuckDB that can reach nothing but the given files and folders: no other file, no network, no extension,
 * and no way to change that afterwards.
 */
export async function openLockedDatabase(bounds: DatabaseBounds): Promise<LockedDatabase> {
  const { DuckDBInstance } = loadPackage('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const folders = [bounds.folder, bounds.scratch].filter((folder) => folder !== undefined);
  const settings = [
    `set memory_limit = ${sqlText(bounds.memory ?? '256MB')}`,
    'set preserve_insertion_order = true',
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    `set temp_directory = ${sqlText(bounds.scratch ?? '')}`,
    `set allowed_paths = [${(bounds.files ?? []).map(sqlText).join(', ')}]`,
    `set allowed_directories = [${folders.map((folder) => sqlText(folder.endsWith('/') ? folder : `${folder}/`)).join(', ')}]`,
    'set enable_external_access = false',
    'set lock_configuration = true',
  ];
  try {
    for (const setting of settings) await connection.run(setting);
  } catch (error) {
    connection.closeSync();
    instance.closeSync();
    throw error;
  }
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
