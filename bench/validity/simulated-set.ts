import { ExactSum, wideFixedPointBits, type Random } from '../../src/base/index.js';
import type { Cell, PairTally, TallyFrame } from '../../src/metrics/index.js';
import { lognormal } from './lognormal.js';

/** A made-up evaluation set: values of two attributes, crossed, and how answers flip in each crossing. */
export interface SimulatedSetting {
  /** Values of the two attributes; 1 for the second: slices do not overlap but for everyone. */
  readonly first: number;
  readonly second: number;
  /** Examples in each crossing. */
  readonly perCell: number;
  /** Shares of examples that lose and that gain a right answer, by crossing. */
  lost(first: number, second: number): number;
  gained(first: number, second: number): number;
  /** Examples a unit; 1 for no units. */
  readonly unitSize?: number;
  /** Share of units that flip as one. */
  readonly together?: number;
  /** Whether a unit's examples are spread over all crossings of its first value, instead of lying in one. */
  readonly isSpanning?: boolean;
  /** Lognormal weights: the deviation of the logarithm, and the mean by crossing and by what became of the answer (−1 lost, 1 gained, 0 neither). */
  readonly weights?: { readonly sigma: number; mean(first: number, second: number, flip: -1 | 0 | 1): number };
}

/** Draws one set, cell by cell: no example is made unless units need it. */
export function simulatedSet(setting: SimulatedSetting, random: Random): PairTally {
  const { first, second, perCell, unitSize = 1 } = setting;
  const frame: TallyFrame = {
    task: 'binary',
    classes: ['no', 'yes'],
    attributes: ['first', 'second'],
    losses: [],
    hasUnits: unitSize > 1,
    hasWeights: setting.weights !== undefined,
  };
  const cells: Cell[] = [];
  for (let a = 0; a < first; a++) {
    for (let b = 0; b < second; b++) {
      if (unitSize === 1 && !setting.weights) cells.push(...plainCells(setting, a, b, random));
      else if (setting.isSpanning !== true) cells.push(...unitCells(setting, a, [b], perCell, random));
    }
    if (unitSize > 1 && setting.isSpanning === true) {
      const all = Array.from({ length: second }, (_, b) => b);
      cells.push(...unitCells(setting, a, all, perCell * second, random));
    }
  }
  return { frame, cells };
}

/** The true drift of a slice: over its crossings, which are of one size, by what their examples weigh on average. */
export function truthOf(setting: SimulatedSetting, a: number | undefined, b: number | undefined): number {
  let [sum, mass] = [0, 0];
  for (let i = 0; i < setting.first; i++) {
    for (let j = 0; j < setting.second; j++) {
      if ((a !== undefined && a !== i) || (b !== undefined && b !== j)) continue;
      const [lost, gained] = [setting.lost(i, j), setting.gained(i, j)];
      const weigh = (flip: -1 | 0 | 1): number => setting.weights?.mean(i, j, flip) ?? 1;
      sum += gained * weigh(1) - lost * weigh(-1);
      mass += gained * weigh(1) + lost * weigh(-1) + (1 - gained - lost) * weigh(0);
    }
  }
  return sum / mass;
}

function plainCells(setting: SimulatedSetting, a: number, b: number, random: Random): readonly Cell[] {
  const { perCell } = setting;
  const lost = binomial(perCell, setting.lost(a, b), random);
  const gained = binomial(perCell - lost, setting.gained(a, b) / (1 - setting.lost(a, b)), random);
  const attributes = [String(a), String(b)];
  return [
    cell('', attributes, 1, 0, lost),
    cell('', attributes, 0, 1, gained),
    cell('', attributes, 1, 1, perCell - lost - gained),
  ].filter(({ count }) => count > 0);
}

function unitCells(
  setting: SimulatedSetting,
  a: number,
  crossings: readonly number[],
  examples: number,
  random: Random,
): readonly Cell[] {
  const { unitSize = 1, together = 0 } = setting;
  const cells = new Map<string, Flipped>();
  for (let i = 0; i < examples; i += unitSize) {
    const unit = unitSize > 1 ? `${a}/${crossings.join('+')}/${i}` : '';
    const isOne = random.next() < together;
    const shared = random.next();
    for (let k = 0; k < unitSize && i + k < examples; k++) {
      const b = crossings[(i / unitSize + k) % crossings.length] ?? 0;
      const u = isOne ? shared : random.next();
      const isLost = u < setting.lost(a, b);
      const isGained = !isLost && u < setting.lost(a, b) + setting.gained(a, b);
      const [baseline, variant] = isLost ? [1, 0] : isGained ? [0, 1] : [1, 1];
      const key = `${unit}|${b}|${baseline}${variant}`;
      const entry = cells.get(key) ?? { unit, b, baseline, variant, count: 0, weight: 0, squares: 0 };
      entry.count += 1;
      if (setting.weights) {
        const w = lognormal(setting.weights.sigma, setting.weights.mean(a, b, isLost ? -1 : isGained ? 1 : 0), random);
        entry.weight += w;
        entry.squares += w * w;
      }
      cells.set(key, entry);
    }
  }
  return [...cells.values()].map(({ unit, b, baseline, variant, count, weight, squares }) => ({
    ...cell(unit, [String(a), String(b)], baseline, variant, count),
    weights: setting.weights && { sum: exact(weight), squares: exact(squares) },
  }));
}

/** Examples of one unit and crossing with the same answers. */
interface Flipped {
  readonly unit: string;
  readonly b: number;
  readonly baseline: number;
  readonly variant: number;
  count: number;
  weight: number;
  squares: number;
}

function exact(value: number): ExactSum {
  const sum = new ExactSum(wideFixedPointBits);
  sum.add(value);
  return sum;
}

function cell(unit: string, attributes: readonly string[], baseline: number, variant: number, count: number): Cell {
  return { unit, attributes, label: 1, baseline, variant, count, moments: [] };
}

/** A binomial draw by counting the gaps between hits. */
export function binomial(n: number, p: number, random: Random): number {
  if (p <= 0) return 0;
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  let hits = 0;
  for (let at = 0; ; hits++) {
    at += 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - p));
    if (at > n) return hits;
  }
}
