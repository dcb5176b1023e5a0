/**
 * Runs two ways of the same work in turns, first one and then the other ahead, and prints the ratio of their times round by round and
 * its median.
 *
 * @param limit what the ratio is to be at most
 */
export async function rounds(
  count: number,
  limit: number,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < count; round++) {
    let mine = round % 2 === 0 ? await ours() : 0;
    const theirs = await bare();
    if (round % 2 === 1) mine = await ours();
    ratios.push(mine / theirs);
    const times = `ours ${Math.round(mine)} ms, bare ${Math.round(theirs)} ms`;
    process.stdout.write(`round ${round + 1}: ${times}, ratio ${(mine / theirs).toFixed(2)}\n`);
  }
  ratios.sort((a, b) => a - b);
  const median = ratios[Math.floor(ratios.length / 2)] ?? 0;
  process.stdout.write(`median ratio ${median.toFixed(2)} (at most ${limit} is wanted)\n`);
}
