/**
 * Every simulation of `docs/statistics.md` in one table: `npm run bench:validity`, with fewer sets each `npm run bench:validity -- 200`,
 * and of one simulation its settings from one to another `npm run bench:validity -- 2000 familywise 3 5`.
 *
 * The exit code is 1 where a limit is missed.
 */
import { simulation as atTheMargin } from './at-the-margin.js';
import { simulation as auc } from './auc.js';
import { simulation as deployment } from './deployment.js';
import { simulation as differential } from './differential.js';
import { simulation as disparities } from './disparities.js';
import { simulation as familywise } from './familywise.js';
import { simulation as further } from './further-examples.js';
import { simulation as otherMetrics } from './other-metrics.js';
import { simulation as relativeMargins } from './relative-margins.js';
import { simulation as scores } from './scores.js';
import type { Line, Simulation } from './simulation.js';
import { simulation as sliceSearch } from './slice-search.js';
import { simulation as units } from './units.js';

const simulations: readonly Simulation[] = [
  familywise,
  units,
  atTheMargin,
  further,
  differential,
  relativeMargins,
  disparities,
  deployment,
  otherMetrics,
  scores,
  auc,
  sliceSearch,
];

const [, , howMany = '2000', which, from = '1', to] = process.argv;
const sets = Number(howMany);
const chosen = simulations.filter(({ name }) => which === undefined || name === which);
if (!(Number.isInteger(sets) && sets > 0) || chosen.length === 0) {
  throw new RangeError(`how many sets, then one of ${simulations.map(({ name }) => name).join(', ')}`);
}
const widths = [15, 40, 6, 46, 10, 12, 6];
const failures: string[] = [];
print(['simulation', 'setting', 'sets', 'what', 'measured', 'must be', '', 'beside']);
for (const { name, settings } of chosen) {
  for (const setting of settings.slice(Number(from) - 1, to === undefined ? undefined : Number(to))) {
    for (const line of setting.measure(sets)) report(name, setting.name, line);
  }
}
const missed = failures.length === 0 ? 'No limit is missed.' : `Missed: ${failures.join('; ')}.`;
process.stdout.write(`${missed}\n`);
if (failures.length > 0) process.exitCode = 1;

function report(simulation: string, setting: string, { what, measured, limit, isRight, beside }: Line): void {
  if (!isRight) failures.push(`${simulation}, ${setting}, ${what}: ${measured}`);
  print([
    simulation,
    setting,
    String(sets),
    what,
    measured,
    limit,
    limit === '' ? '' : isRight ? 'ok' : 'MISSED',
    beside,
  ]);
}

function print(columns: readonly string[]): void {
  const padded = columns.map((text, i) =>
    i === 2 || i === 4 ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0),
  );
  process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
}
