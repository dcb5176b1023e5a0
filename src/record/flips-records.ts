import { countFlips, flipRates, type SliceCells } from '../compare/index.js';
import { holm, type TallyFrame } from '../metrics/index.js';
import type { FlipsRecord } from './types.js';

/** The flips of every shown slice; McNemar tests are adjusted by Holm over all of them. */
export function flipsRecords(frame: TallyFrame, shown: readonly SliceCells[]): ReadonlyMap<SliceCells, FlipsRecord> {
  const all = shown.map((slice) => ({ slice, flips: countFlips(frame, slice.cells) }));
  const tested = all.filter(({ flips }) => flips.mcnemar.kind === 'value');
  const adjusted = holm(tested.map(({ flips }) => (flips.mcnemar.kind === 'value' ? flips.mcnemar.value : 1)));
  return new Map(
    all.map((item) => {
      const { slice, flips } = item;
      const value = adjusted[tested.indexOf(item)];
      return [
        slice,
        {
          ...flips,
          rates: flipRates(frame, slice.cells),
          mcnemarHolm: value === undefined ? flips.mcnemar : { kind: 'value', value },
        },
      ] as const;
    }),
  );
}
