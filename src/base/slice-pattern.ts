import type { Slice } from './slice.js';

/** One attribute of a pattern: by its name any of its values, else only those listed. */
export type PatternPart = string | { readonly attribute: string; readonly values: readonly string[] };

/** Slices that are meant together: those cut by exactly these attributes, each at one of the values. No part is everyone. */
export type SlicePattern = readonly PatternPart[];

/** The attribute that a part of a pattern is about. */
export function attributeOfPart(part: PatternPart): string {
  return typeof part === 'string' ? part : part.attribute;
}

/** The attributes that slices of a pattern are cut by. */
export function attributesOfPattern(pattern: SlicePattern): readonly string[] {
  return pattern.map(attributeOfPart);
}

/** Whether a slice is one of those meant; the order of attributes does not matter. */
export function isSliceOf(pattern: SlicePattern, slice: Slice): boolean {
  return (
    pattern.length === slice.length &&
    pattern.every((part) =>
      slice.some(
        ({ attribute, value }) =>
          attribute === attributeOfPart(part) && (typeof part === 'string' || part.values.includes(value)),
      ),
    )
  );
}
