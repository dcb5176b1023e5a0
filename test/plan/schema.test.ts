import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planSchema } from '../../src/audit/plan-schema.js';
import { planVocabulary } from '../../src/audit/vocabulary.js';
import { parsePlan } from '../../src/plan/index.js';

const wholePlan = readFileSync(new URL('../reference/plans/audit.yaml', import.meta.url), 'utf8');
const published = JSON.parse(
  readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: false }).compile(published);

describe('the published schema of plans', () => {
  it('is the one that the source makes', () => expect(published).toEqual(planSchema()));

  it('accepts the whole plan, as the parser does with the words of this version', () => {
    expect(validate(parse(wholePlan)), JSON.stringify(validate.errors)).toBe(true);
    expect(parsePlan(wholePlan, 'audit.yaml', planVocabulary).plan.name).toBe('people-emoji');
  });

  it.each([
    ['an unknown setting', 'min_slice: 25', 'min_slices: 25'],
    ['an unknown metric', 'log_loss:', 'log_lost:'],
    ['an unknown explanation method', '[rise, rise]', '[rize]'],
    ['an unknown claim metric', 'metric: parameters', 'metric: paramters'],
    ['a size in per mille', 'drift: 2 points', 'drift: 2 ‰'],
    ['a variant named like a path', 'pruned-80: models', '../pruned: models'],
    ['an unknown task', 'task: multiclass', 'task: many'],
    ['another version', 'version: 1', 'version: 2'],
  ])('refuses %s', (_, right, wrong) => {
    expect(wholePlan).toContain(right);
    expect(validate(parse(wholePlan.replace(right, wrong)))).toBe(false);
  });
});
