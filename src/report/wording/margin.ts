import type { Finding } from '../../record/index.js';
import type { MetricWords } from './metrics.js';
import { fixed } from './numbers.js';

type Margin = Finding['margin'];
type MarginSize = Pick<Margin, 'allowed' | 'share' | 'sides'>;

/** On which sides of zero drift is held: down, up, or both. */
export function heldSides(better: MetricWords['better'], { sides }: Pick<Margin, 'sides'>): 'down' | 'up' | 'both' {
  if (sides === 'both' || better === 'neither') return 'both';
  return better === 'higher' ? 'down' : 'up';
}

/** The allowed drift on the side that it guards: `−2.0`, `+0.5`, `±1.0`; as a share of what the full model has: `−5 %`. */
export function marginInWords(words: MetricWords, margin: MarginSize): string {
  const sign = { down: '−', up: '+', both: '±' }[heldSides(words.better, margin)];
  if (margin.share !== undefined) return `${sign}${percent(margin.share)}`;
  return `${sign}${words.margin(margin.allowed).slice(1)}`;
}

/** The same with its unit behind it, where it has one. */
export function marginWithUnit(words: MetricWords, margin: MarginSize): string {
  const unit = margin.share === undefined ? words.unit : 'of what the full model has';
  return unit === '' ? marginInWords(words, margin) : `${marginInWords(words, margin)} ${unit}`;
}

/** `lose at most 2.0 points of accuracy`, `lose at most 5 % of the accuracy that the full model has`. */
export function promiseInWords(words: MetricWords, margin: MarginSize): string {
  const { share, allowed } = margin;
  const side = heldSides(words.better, margin);
  if (share === undefined && margin.sides !== 'both') return words.promise(allowed);
  if (share === undefined) return `move the ${words.title} by at most ${words.size(allowed)} either way`;
  const most = `at most ${percent(share)}`;
  if (side === 'down') return `lose ${most} of the ${words.title} that the full model has`;
  const verb = side === 'up' ? 'raise' : 'move';
  return `${verb} the ${words.title} by ${most} of what the full model has${side === 'both' ? ', either way' : ''}`;
}

function percent(share: number): string {
  const number = share * 100;
  const decimals = [0, 1, 2, 3].find((digits) => Math.abs(Number(number.toFixed(digits)) - number) < 1e-9) ?? 4;
  return `${fixed(number, decimals)}\u202f%`;
}
