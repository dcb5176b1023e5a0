import { AuditError, assertNoAddress } from '../base/index.js';
import { findPlan } from '../plan/index.js';
import { readPlan } from './load-plan.js';

/** Reads the plan of a command that needs one: as named, else the one in the working folder. @throws {AuditError} where there is none */
export async function readNamedPlan(plan: string | undefined, workingFolder: string): ReturnType<typeof readPlan> {
  if (plan !== undefined) assertNoAddress(plan, 'command-line');
  const file = await findPlan({ plan, workingFolder });
  if (file !== undefined) return readPlan(file);
  throw new AuditError('command-line', 'There is no audit.yaml here.', {
    wayOut: 'Name the plan with --plan, or write one: audit init base.onnx labels.csv.',
  });
}
