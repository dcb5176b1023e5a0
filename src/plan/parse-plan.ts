import { AuditError, quoted, type Place } from '../base/index.js';
import { issueError } from './issue-error.js';
import { likeliestIssue } from './likeliest-issue.js';
import { parseLocatedYaml, type LocatedYaml } from './located.js';
import { planFileSchema, type PlanFile } from './schema.js';
import { resolvePlan } from './resolve-plan.js';
import type { Plan } from './types.js';
import type { PlanVocabulary } from './vocabulary.js';

/** A plan and where its parts stand, so that later errors (a column that is not there) can name line and column. */
export interface LocatedPlan {
  readonly plan: Plan;
  place(path: readonly PropertyKey[]): Place;
}

/** A plan larger than this is refused before it is parsed. */
export const maxPlanBytes = 4 << 20;

/**
 * Reads `audit.yaml`.
 *
 * @param file how the file is named in messages
 * @throws {AuditError} `plan`, with line and column, the nearest right name and a way out
 */
export function parsePlan(text: string, file: string, vocabulary: PlanVocabulary): LocatedPlan {
  if (text.length > maxPlanBytes) {
    throw new AuditError('plan', `This plan has ${text.length} characters; at most ${maxPlanBytes} are read.`, {
      place: { file },
    });
  }
  if (text.trim() === '') {
    throw new AuditError('plan', 'This plan is empty.', {
      place: { file },
      wayOut: 'Write one with: audit init MODEL TABLE.',
    });
  }
  const yaml = parseLocatedYaml(text, file);
  refusePrototypes(yaml.value, [], yaml);
  const parsed = planFileSchema.safeParse(yaml.value);
  if (!parsed.success) throw issueError(likeliestIssue(parsed.error.issues, yaml.value), yaml, text);
  return { plan: resolvePlan(parsed.data satisfies PlanFile, yaml, vocabulary), place: (path) => yaml.place(path) };
}

/** `__proto__` is a key that JavaScript would drop or worse; nothing in a plan may be called so. */
function refusePrototypes(value: unknown, path: readonly PropertyKey[], yaml: LocatedYaml): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' && path.length > 0) {
      throw new AuditError('plan', `Nothing in a plan may be called ${quoted(key)}.`, {
        place: yaml.placeOfKey([...path, key]),
      });
    }
    refusePrototypes(item, [...path, key], yaml);
  }
}
