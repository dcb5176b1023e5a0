import type { RankSums, UnitPlacements } from './rank-sums.js';
import { emptyMoments, type LossMoments } from './tally.js';

/** Sums placements, which are whole numbers, exactly. */
export class PlacementSums {
  readonly #count: [number, number] = [0, 0];
  readonly #moments: readonly [LossMoments, LossMoments] = [emptyMoments(0), emptyMoments(0)];
  readonly #byUnit: Map<string, MutableUnit> | undefined;

  constructor(hasUnits: boolean) {
    this.#byUnit = hasUnits ? new Map() : undefined;
  }

  add(label: number, unit: string, baseline: number, variant: number): void {
    const side = label === 1 ? 1 : 0;
    this.#count[side] += 1;
    const moments = this.#moments[side];
    moments.baseline.add(baseline);
    moments.variant.add(variant);
    moments.baselineSquared.add(baseline * baseline);
    moments.variantSquared.add(variant * variant);
    moments.differenceSquared.add((variant - baseline) ** 2);
    if (!this.#byUnit) return;
    let sums = this.#byUnit.get(unit);
    if (!sums) this.#byUnit.set(unit, (sums = { count: [0, 0], baseline: [0, 0], variant: [0, 0] }));
    sums.count[side] += 1;
    sums.baseline[side] += baseline;
    sums.variant[side] += variant;
  }

  build(gridError: RankSums['gridError']): RankSums {
    const [negatives, positives] = this.#count;
    const byUnit: ReadonlyMap<string, UnitPlacements> | undefined =
      this.#byUnit && new Map([...this.#byUnit].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    return { negatives, positives, moments: this.#moments, byUnit, gridError };
  }
}

type MutableUnit = { readonly [K in keyof UnitPlacements]: [number, number] };
