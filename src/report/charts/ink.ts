/**
 * Stand-ins for colours: charts are drawn with these, and {@link ../charts/render-chart.ts} turns each into a class of the
 * stylesheet, so that one drawing serves light, dark, print and forced colours.
 */
export const ink = {
  text: '#0a0001',
  dim: '#0a0002',
  line: '#0a0003',
  zero: '#0a0004',
  bad: '#0a0005',
  warn: '#0a0006',
  good: '#0a0007',
  quiet: '#0a0008',
  allowed: '#0a0009',
  margin: '#0a000a',
  paper: '#0a000b',
} as const;

export type Ink = keyof typeof ink;

/** Marks the part of a text that stands back; private-use characters that no name can bring in. */
export function dimmed(text: string): string {
  return `\ue000${text}\ue001`;
}

/** Marks the part of a text that stands out. */
export function strong(text: string): string {
  return `\ue002${text}\ue001`;
}

/** A name without the characters that mark parts of a text. */
export function unmarked(text: string): string {
  return text.replace(/[\ue000-\ue00f]/g, '\ufffd');
}
