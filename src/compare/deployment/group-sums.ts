import type { Bounded } from '../../metrics/index.js';
import type { GroupParts } from './parts-of-groups.js';
import { inAnyOrder, sumOfParts, type Parts } from './sum-of-parts.js';

/** A group with its shares and what its values are made of. */
export interface Measured {
  readonly position: number;
  readonly shares: readonly number[];
  readonly parts: GroupParts;
}

/** What is computed of a group: each a sum of its parts. */
export type Quantity = 'baseline' | 'deployed' | 'common' | 'drift' | 'compression' | 'ownership';

/** Sums over the parts of all groups. */
export class GroupSums {
  constructor(
    readonly parts: Parts,
    readonly groups: readonly Measured[],
    readonly common: readonly number[],
  ) {}

  of(group: number, quantity: Quantity, tail: number): Bounded {
    return this.#sum((i) => Number(i === group), quantity, tail);
  }

  /** A group minus the other groups, each of those by what its relevant examples weigh. */
  gap(group: number, quantity: Quantity, tail: number): Bounded {
    const rest = inAnyOrder(this.groups.flatMap(({ parts }, i) => (i === group ? [] : [parts.mass])));
    return this.#sum((i) => (i === group ? 1 : -(this.groups[i]?.parts.mass ?? 0) / rest), quantity, tail);
  }

  #sum(weight: (group: number) => number, quantity: Quantity, tail: number): Bounded {
    const factors = this.groups.flatMap(({ shares }, i) =>
      [ofBaseline[quantity], ...shares.map((share, k) => ofVariant[quantity](share, this.common[k] ?? 0))].map(
        (factor) => factor * weight(i),
      ),
    );
    return sumOfParts(this.parts, factors, tail);
  }
}

/** How often the baseline's value is in it. */
const ofBaseline: Readonly<Record<Quantity, number>> = {
  baseline: 1,
  deployed: 1,
  common: 1,
  drift: 0,
  compression: 0,
  ownership: 0,
};

/** How often a variant's drift is in it. */
const ofVariant: Readonly<Record<Quantity, (share: number, common: number) => number>> = {
  baseline: () => 0,
  deployed: (share) => share,
  common: (_, common) => common,
  drift: (share) => share,
  compression: (_, common) => common,
  ownership: (share, common) => share - common,
};
