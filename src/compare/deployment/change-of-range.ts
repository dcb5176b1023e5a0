import type { Bounded } from '../../metrics/index.js';

/** A group's value before and after something, and what changed; all bounds hold at once. */
export interface Changed {
  readonly before: Bounded;
  readonly after: Bounded;
  readonly change: Bounded;
}

/**
 * How far groups lie apart, the largest minus the smallest, and how that changes; it lies in these bounds wherever in theirs the
 * groups lie.
 *
 * The largest value grows by no more than the group that is the largest afterwards did, and by no less than the one that was it
 * before; so only groups count that may be it.
 */
export function changeOfRange(groups: readonly Changed[]): Changed {
  const largest = changeOfLargest(groups);
  const smallest = mirrored(changeOfLargest(groups.map(mirrored)));
  const side = (name: 'before' | 'after'): Bounded => ({
    value: largest[name].value - smallest[name].value,
    lower: Math.max(0, largest[name].lower - smallest[name].upper),
    upper: Math.max(0, largest[name].upper - smallest[name].lower),
  });
  const [before, after] = [side('before'), side('after')];
  const value = after.value - before.value;
  const lower = Math.max(largest.change.lower - smallest.change.upper, after.lower - before.upper);
  const upper = Math.min(largest.change.upper - smallest.change.lower, after.upper - before.lower);
  return { before, after, change: { value, lower: Math.min(lower, value), upper: Math.max(upper, value) } };
}

function changeOfLargest(groups: readonly Changed[]): Changed {
  const side = (name: 'before' | 'after'): Bounded => ({
    value: Math.max(...groups.map((group) => group[name].value)),
    lower: Math.max(...groups.map((group) => group[name].lower)),
    upper: Math.max(...groups.map((group) => group[name].upper)),
  });
  const [before, after] = [side('before'), side('after')];
  const mayBe = (name: 'before' | 'after', atLeast: number): readonly Changed[] =>
    groups.filter((group) => group[name].upper >= atLeast);
  return {
    before,
    after,
    change: {
      value: after.value - before.value,
      lower: Math.min(...mayBe('before', before.lower).map(({ change }) => change.lower)),
      upper: Math.max(...mayBe('after', after.lower).map(({ change }) => change.upper)),
    },
  };
}

function mirrored({ before, after, change }: Changed): Changed {
  const of = ({ value, lower, upper }: Bounded): Bounded => ({ value: 0 - value, lower: 0 - upper, upper: 0 - lower });
  return { before: of(before), after: of(after), change: of(change) };
}
