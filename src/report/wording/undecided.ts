import { reachable } from '../../compare/index.js';
import type { Finding } from '../../record/index.js';
import { thousands } from './numbers.js';
import { counted, nameInWords } from './text.js';

type Undecided = Extract<Finding['verdict'], { kind: 'undecided' }>;

/** Below so many units nothing says how much they differ: neither an interval nor a number of further ones is worth much. */
const fewestUnits = 5;

/** Whether the finding rests on so few units that how many more would decide cannot be said. */
export function hasTooFewUnits({ units }: Pick<Finding, 'units'>): boolean {
  return units !== undefined && units < fewestUnits;
}

/** What would decide a finding: a clause without a full stop, and the same for where there is little room. */
export function decidedBy(
  finding: Finding,
  { examplesNeeded, assuming }: Undecided,
  unit?: string,
): { readonly detail: string; readonly briefDetail: string } {
  const named = unit === undefined ? '' : ` (${nameInWords(unit, 40)})`;
  if (hasTooFewUnits(finding)) {
    const few = counted(finding.units ?? 0, 'unit');
    return { detail: `only ${few}${named}: too few to say how much units differ`, briefDetail: `only ${few}` };
  }
  if (examplesNeeded === 'unreachable') return { detail: unreachableInWords(assuming, unit), briefDetail: '' };
  const of = `${examplesNeeded === 1 ? (unit === undefined ? 'example' : 'unit') : unit === undefined ? 'examples' : 'units'}${named}`;
  return {
    detail: `about ${thousands(examplesNeeded)} more ${of} would decide${assumed(assuming)}`,
    briefDetail: `${thousands(examplesNeeded)} more`,
  };
}

function assumed(assuming: Undecided['assuming']): string {
  switch (assuming) {
    case 'nothing-moved':
      return ', if nothing truly moved';
    case 'as-seen':
      return ', if the drift is what was seen';
    case undefined:
      return '';
  }
}

/** What `unreachable` means: more examples are no answer. */
export function unreachableInWords(assuming: Undecided['assuming'], unit?: string): string {
  const of = unit === undefined ? 'examples' : 'units';
  return assuming === 'nothing-moved'
    ? `far too few ${of}: even ${thousands(reachable)} times as many would likely not decide it`
    : `too near the margin: even ${thousands(reachable)} times the ${of} would likely not decide it`;
}
