/** U+2212, as a minus is set in print. */
export const minus = '−';
/** A narrow space that does not break, between thousands. */
const thinSpace = '\u202f';

/** A number with a fixed count of decimals, a true minus sign, thin spaces in thousands, and never a minus zero. */
export function fixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = digits.split('.');
  const text = grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
  return value < 0 && Number(digits) !== 0 ? minus + text : text;
}

/** A count: `8 640` with a thin space. */
export function thousands(count: number): string {
  return fixed(count, 0);
}

/** A rate in points of a hundred, with one decimal and without its unit: 0.881 is `88.1`. */
export function points(rate: number): string {
  return fixed(rate * 100, 1);
}

/** A change: like {@link fixed}, and a plus sign where it grew. */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** `lower to upper`, written as `write` writes each end. */
export function interval(
  ends: { readonly lower: number; readonly upper: number },
  write: (value: number) => string,
): string {
  return `${write(ends.lower)} to ${write(ends.upper)}`;
}

/** A level or share in percent, without needless decimals: 0.95 is `95 %`. */
export function percent(share: number, decimals = 0): string {
  return `${fixed(share * 100, decimals)}${thinSpace}%`;
}

/** How many decimals show numbers of this size with two significant digits, the same for a whole column. */
export function decimalsFor(values: readonly number[]): number {
  const largest = Math.max(0, ...values.map((value) => Math.abs(value)).filter(Number.isFinite));
  if (largest === 0) return 1;
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(largest))));
}

/** A number of unknown unit as briefly as it can be told apart: at most four significant digits, no exponent. */
export function plain(value: number): string {
  if (Number.isInteger(value)) return fixed(value, 0);
  const size = Math.floor(Math.log10(Math.abs(value)));
  const text = fixed(value, Math.min(8, Math.max(0, 3 - size)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Bytes in decimal units, as shops and phones count: `478 kB`. */
export function bytes(count: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${fixed(value, unit === 0 || value >= 99.95 ? 0 : 1)}${thinSpace}${units[unit] ?? ''}`;
}

/** Milliseconds with two significant decimals below ten. */
export function milliseconds(value: number): string {
  return `${fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0)}${thinSpace}ms`;
}

/** A ratio of sizes or times, as people say it: 3.7. */
export function times(ratio: number): string {
  return `${fixed(ratio, ratio < 10 ? (Math.abs(ratio - 1) < 0.095 ? 2 : 1) : 0)}×`;
}

/** Two ratios of times with as many decimals as it takes to tell them apart, four at most: `3.70×` and `3.68×`. */
export function timesApart(a: number, b: number): readonly [string, string] {
  const texts = [times(a), times(b)] as const;
  if (texts[0] !== texts[1] || a === b) return texts;
  for (let decimals = 2; decimals < 4; decimals++) {
    const finer = [`${fixed(a, decimals)}×`, `${fixed(b, decimals)}×`] as const;
    if (finer[0] !== finer[1]) return finer;
  }
  return [`${fixed(a, 4)}×`, `${fixed(b, 4)}×`];
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, thinSpace);
}
