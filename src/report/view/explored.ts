import type { JudgedRecord } from '../../record/index.js';
import { explorationInWords } from '../wording/exploration.js';
import { counted } from '../wording/text.js';

/** More slices than this are folded away. */
const mostExplored = 8;

/** Drifts that no promise judges and that stand out all the same; nothing where none does. */
export function exploredView(record: JudgedRecord): object | null {
  const words = explorationInWords(record);
  if (words === undefined) return null;
  const folded = words.slices.slice(mostExplored);
  return {
    lead: words.lead,
    slices: words.slices.slice(0, mostExplored),
    folded,
    foldedTitle: counted(folded.length, 'more slice'),
  };
}
