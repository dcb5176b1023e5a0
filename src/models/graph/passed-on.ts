import { passesValuesOn } from './quantized-operators.js';
import type { Use } from './scope.js';

/** How far values are followed behind operators that pass them on. */
const maxSteps = 8;

/** Who reads a value after some steps; `isDirect` where they read the value itself. */
export interface Step {
  readonly uses: readonly Use[];
  readonly isDirect: boolean;
}

/**
 * Who reads a value: directly first, then behind operators that pass it on, nearest first. Each list of readers is met once, however
 * many ways lead to it: a file may be made so that there are exponentially many.
 */
export function usesBehind(uses: readonly Use[]): readonly Step[] {
  const met = new Set<readonly Use[]>([uses]);
  const steps: Step[] = [{ uses, isDirect: true }];
  let front: readonly (readonly Use[])[] = [uses];
  for (let i = 0; i < maxSteps && front.length > 0; i++) {
    front = front.flatMap((list) => list.flatMap(readersOfOutput)).filter((list) => !met.has(list) && met.add(list));
    steps.push(...front.map((list) => ({ uses: list, isDirect: false })));
  }
  return steps;
}

function readersOfOutput({ node, position, scope }: Use): readonly (readonly Use[])[] {
  const [output] = node.output;
  if (position !== 0 || output === undefined || !passesValuesOn.has(node.opType)) return [];
  return [scope.usesOf(output)];
}
