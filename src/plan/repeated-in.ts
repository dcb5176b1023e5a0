/** The place of the first item that stood there before; -1 where none did. Values are compared as the table writes them. */
export function repeatedIn(items: readonly string[]): number {
  const seen = new Set<string>();
  return items.findIndex((item) => seen.size === seen.add(item).size);
}
