import { movedConfusion, type HidesLabel, type SliceCells } from '../compare/index.js';
import type { TallyFrame } from '../metrics/index.js';
import type { ConfusionRecord } from './types.js';

/** More rows than this are no help. */
const mostMoved = 20;

/** Which confusions moved, as far as that may be told. */
export function confusionRecord(
  frame: TallyFrame,
  everyone: SliceCells,
  minSlice: number,
  hidesLabel: HidesLabel,
): ConfusionRecord | undefined {
  const found = movedConfusion(frame, everyone.cells, minSlice, (label) => hidesLabel(label, everyone));
  return (
    found && {
      moved: found.moved.slice(0, mostMoved).map(({ label, answer, came, left }) => ({
        label: frame.classes[label] ?? '',
        answer: frame.classes[answer] ?? '',
        came,
        left,
      })),
      more: Math.max(0, found.moved.length - mostMoved),
      withheld: found.withheld,
    }
  );
}
