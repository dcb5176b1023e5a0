/**
 * Differential drift, simulated: part of `npm run bench:validity`, or `node scripts/bench.mjs bench/validity/differential.ts 2000 [first] [last]`.
 *
 * One group drifts by so much more than everyone else, the margin being 2 points. Printed: how often the intervals of all differential
 * drifts of an audit hold the truth at once, and how often that group's is kept and violated.
 */
import { randomFor } from '../../src/base/index.js';
import { judgeAll } from './judge-all.js';
import { simulatedSet, truthOf, type SimulatedSetting } from './simulated-set.js';

const sets = Number(process.argv[2] ?? 2000);
const margin = 0.02;
const grids = [
  { groups: 2, perGroup: 500, noise: 0.01 },
  { groups: 5, perGroup: 1000, noise: 0.03 },
  { groups: 10, perGroup: 2000, noise: 0.01 },
  { groups: 40, perGroup: 500, noise: 0.01 },
];
const cases = grids.flatMap((grid) => [0, 0.02, 0.05, 0.1].map((beyond) => ({ ...grid, beyond })));
const [from, to] = [Number(process.argv[3] ?? 1), Number(process.argv[4] ?? cases.length)];
const failures: string[] = [];

process.stdout.write(`${sets} sets each; all at once 93 % at least, on the margin at most 5 % kept and 5 % violated\n`);
process.stdout.write('groups × examples  noise  beyond the margin  all at once     kept  violated\n');
for (const one of cases.slice(from - 1, to)) process.stdout.write(`${report(one)}\n`);
if (failures.length > 0) process.exitCode = 1;

function report({ groups, perGroup, noise, beyond }: (typeof cases)[number]): string {
  const setting: SimulatedSetting = {
    first: groups,
    second: 1,
    perCell: perGroup,
    lost: (a) => noise + (a === 0 ? margin + beyond : 0),
    gained: () => noise,
  };
  const everyone = truthOf(setting, undefined, undefined);
  const truthOfGroup = (a: number): number => {
    const own = truthOf(setting, a, undefined);
    return own - (everyone - own / groups) / (1 - 1 / groups);
  };
  let [held, kept, violated] = [0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { findings } = judgeAll(simulatedSet(setting, randomFor('differential', groups, beyond, set)), margin);
    const own = findings.filter(({ kind }) => kind === 'differential');
    const isHeld = own.every(({ slice, interval }) => {
      const truth = truthOfGroup(Number(slice[0]?.value));
      return !interval || (interval.lower <= truth + 1e-12 && truth - 1e-12 <= interval.upper);
    });
    if (isHeld) held += 1;
    const verdict = own.find(({ slice }) => slice[0]?.value === '0')?.verdict.kind;
    if (verdict === 'kept') kept += 1;
    if (verdict === 'violated') violated += 1;
  }
  const share = (count: number): number => (100 * count) / sets;
  const slack = 200 * Math.sqrt((0.05 * 0.95) / sets);
  const isRight =
    share(held) >= 93 - slack && (beyond > 0 || (share(kept) <= 5 + slack && share(violated) <= 5 + slack));
  if (!isRight) failures.push(`${groups} ${beyond}`);
  const columns = [
    `${groups} × ${perGroup}`.padEnd(19),
    `${100 * noise} %`.padStart(5),
    `${100 * beyond} points`.padStart(19),
    `${share(held).toFixed(1)} %`.padStart(13),
    `${share(kept).toFixed(1)} %`.padStart(9),
    `${share(violated).toFixed(1)} %`.padStart(10),
    isRight ? '  ok' : '  FAIL',
  ];
  return columns.join('');
}
