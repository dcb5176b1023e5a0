import type { Cell, TallyFrame } from '../metrics/index.js';

/** One kind of answer to one kind of example, and how many moved between the models. */
export interface MovedAnswer {
  /** The true class, by index. */
  readonly label: number;
  readonly answer: number;
  /** Answered so by the variant and otherwise by the baseline. */
  readonly came: number;
  /** Answered so by the baseline and otherwise by the variant. */
  readonly left: number;
}

/** Which confusions moved, of everyone. */
export interface MovedConfusion {
  /** Those that may be told, most moved first. */
  readonly moved: readonly MovedAnswer[];
  /** How many more moved and may not be told. */
  readonly withheld: number;
}

/**
 * The answers that moved between the models, by true class and answer. Small numbers are withheld, with as many more as it takes that
 * they do not follow from what is shown: from the flips of everyone, from what else moved of the same class, or from one another where a
 * class has two answers only.
 *
 * Whenever one of `came` and `left` is withheld so is the other: recall, precision and the like tell only their difference.
 *
 * @param hidesLabel whether the number of a class's examples is hidden
 */
export function movedConfusion(
  frame: TallyFrame,
  cells: readonly Cell[],
  minSlice: number,
  hidesLabel: (label: number) => boolean,
): MovedConfusion | undefined {
  if (frame.task === 'regression') return undefined;
  const pairs = countPairs(frame, cells);
  const hidden = new Set(
    pairs.filter(({ label, came, left }) => hidesLabel(label) || isSmall(came, minSlice) || isSmall(left, minSlice)),
  );
  const isRight = ({ label, answer }: MovedAnswer): boolean => label === answer;
  const families = [
    pairs.filter(isRight),
    pairs.filter((pair) => !isRight(pair)),
    ...frame.classes.map((_, label) => pairs.filter((pair) => pair.label === label)),
  ];
  for (let before = -1; before !== hidden.size;) {
    before = hidden.size;
    for (const family of families) hideMore(family, hidden, minSlice);
  }
  return { moved: pairs.filter((pair) => !hidden.has(pair)), withheld: hidden.size };
}

function countPairs({ classes }: TallyFrame, cells: readonly Cell[]): readonly MovedAnswer[] {
  const pairs = new Map<number, { label: number; answer: number; came: number; left: number }>();
  const pairOf = (label: number, answer: number): { came: number; left: number } => {
    const key = label * classes.length + answer;
    let pair = pairs.get(key);
    if (!pair) pairs.set(key, (pair = { label, answer, came: 0, left: 0 }));
    return pair;
  };
  for (const { label, baseline, variant, count } of cells) {
    if (baseline === variant) continue;
    pairOf(label, baseline).left += count;
    pairOf(label, variant).came += count;
  }
  return [...pairs.values()].sort(
    (a, b) => b.came + b.left - a.came - a.left || a.label - b.label || a.answer - b.answer,
  );
}

function isSmall(count: number, minSlice: number): boolean {
  return count > 0 && count < minSlice;
}

/** Their sum may be known, so that one alone would follow from the others, and several give away their sum. */
function hideMore(family: readonly MovedAnswer[], hidden: Set<MovedAnswer>, minSlice: number): void {
  for (;;) {
    const gone = family.filter((pair) => hidden.has(pair));
    const [came, left] = [
      gone.reduce((sum, pair) => sum + pair.came, 0),
      gone.reduce((sum, pair) => sum + pair.left, 0),
    ];
    const next = family.findLast((pair) => !hidden.has(pair));
    const isSafe = gone.length > 1 && !isSmall(came, minSlice) && !isSmall(left, minSlice);
    if (gone.length === 0 || isSafe || !next) return;
    hidden.add(next);
  }
}
