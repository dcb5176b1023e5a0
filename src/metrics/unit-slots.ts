/** Numbers of each unit in each set where it has an example, one after the other. */
export class UnitSlots {
  numbers: Float64Array;
  readonly #width: number;
  readonly #sets: number;
  readonly #slots = new Map<number, number>();

  constructor(width: number, sets: number) {
    this.#width = width;
    this.#sets = sets;
    this.numbers = new Float64Array(0);
  }

  /** Where the numbers of a unit in a set begin. */
  slotOf(unit: number, set: number): number {
    const key = unit * this.#sets + set;
    let at = this.#slots.get(key);
    if (at === undefined) {
      at = this.#slots.size * this.#width;
      this.#slots.set(key, at);
      if (at + this.#width > this.numbers.length) {
        const larger = new Float64Array(Math.max(64 * this.#width, this.numbers.length * 2));
        larger.set(this.numbers);
        this.numbers = larger;
      }
    }
    return at;
  }

  /** Every slot, units in the order of their names. */
  sorted(names: readonly string[]): readonly { readonly unit: number; readonly set: number; readonly at: number }[] {
    const list = Array.from(this.#slots, ([key, at]) => ({
      unit: Math.floor(key / this.#sets),
      set: key % this.#sets,
      at,
    }));
    const nameOf = (unit: number): string => names[unit] ?? '';
    return list.sort((a, b) => (nameOf(a.unit) < nameOf(b.unit) ? -1 : nameOf(a.unit) > nameOf(b.unit) ? 1 : 0));
  }
}
