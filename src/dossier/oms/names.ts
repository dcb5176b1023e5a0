import { quoted } from '../../base/index.js';

/**
 * Why a resource may not have this name, or nothing where it may: a name must mean the same file, inside the folder, on
 * every system.
 */
export function whyUnsafeName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.includes('\0')) return 'it holds a null character';
  if (name.includes('\\')) return 'it holds a backslash, which separates folders on some systems';
  if (name.startsWith('/')) return 'it is absolute';
  if (/^[A-Za-z]:/.test(name)) return 'it begins with a drive letter';
  const parts = name.split('/');
  if (parts.includes('..')) return 'it leaves the folder';
  if (parts.includes('') || parts.includes('.')) return 'it is not in its shortest form';
  return undefined;
}

/** Why these names may not stand together, or nothing where they may: some systems would see two of them as one file. */
export function whyCollidingNames(names: readonly string[]): string | undefined {
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = name.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other === name) return `${quoted(name)} stands there twice`;
    if (other !== undefined)
      return `${quoted(other)} and ${quoted(name)} differ only in case or in how accents are written`;
    seen.set(folded, name);
  }
  return undefined;
}
