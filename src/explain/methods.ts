import type { ExplanationMethod } from './method.js';
import { occlusion } from './occlusion.js';
import { rise } from './rise.js';

/** Every explanation method, by name in plans. */
export const explanationMethods: readonly ExplanationMethod[] = [rise, occlusion];

export const explanationMethodNames: readonly string[] = explanationMethods.map(({ name }) => name);
