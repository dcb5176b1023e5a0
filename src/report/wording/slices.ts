import type { Condition, Slice } from '../../base/index.js';
import { classInWords, joined, nameInWords } from './text.js';

/** An attribute as people say it: `skin_tone` is `skin tone`. */
export function attributeInWords(name: string): string {
  return nameInWords(name).replace(/_+/g, ' ').trim() || nameInWords(name);
}

/** What stands between the parts of a crossing in tables and charts. */
export const crossing = ' × ';

/**
 * `skin tone dark`, `skin tone dark × gender woman`, `everyone`; `skin tone dark, class singer` where it is about a class.
 *
 * @param between what stands between the conditions of a crossing
 */
export function sliceInWords(slice: Slice, ofClass?: string, between = crossing): string {
  const who = slice.length === 0 ? 'everyone' : slice.map(conditionInWords).join(between);
  return ofClass === undefined ? who : `${who}, ${classInWords(ofClass)}`;
}

/** The attribute is not said twice where the value begins with it: `region 26`, not `region region 26`. */
function conditionInWords({ attribute, value }: Condition): string {
  const [of, is] = [attributeInWords(attribute), nameInWords(value)];
  return saysAttribute(of, is) ? is : `${of} ${is}`;
}

function saysAttribute(attribute: string, value: string): boolean {
  return value.toLowerCase().startsWith(`${attribute.toLowerCase()} `);
}

/**
 * A slice in a sentence after `for`: values are quoted, since a value such as “hand only” would else be read as part of the
 * sentence. `skin tone “dark” and gender “woman”`; `skin tone “dark” (class singer)`.
 */
export function sliceInSentence(slice: Slice, ofClass?: string): string {
  return withClass(slice.length === 0 ? 'everyone' : conditionsInSentence(slice), ofClass);
}

/**
 * The same where the sentence says what happened to it: a crossing is named as the one part that it is, not as several.
 * `skin tone “dark”`; `the group with both skin tone “dark” and gender “woman”`.
 *
 * @param isGroup whether all of its attributes are sensitive
 */
export function partInSentence(slice: Slice, isGroup: boolean, ofClass?: string): string {
  if (slice.length < 2) return sliceInSentence(slice, ofClass);
  const both = slice.length === 2 ? 'both' : 'all of';
  return withClass(`the ${isGroup ? 'group' : 'slice'} with ${both} ${conditionsInSentence(slice)}`, ofClass);
}

function conditionsInSentence(slice: Slice): string {
  const quoted = slice.map(({ attribute, value }) => {
    const [of, is] = [attributeInWords(attribute), nameInWords(value)];
    return saysAttribute(of, is) ? `“${is}”` : `${of} “${is}”`;
  });
  return joined(quoted);
}

function withClass(who: string, ofClass: string | undefined): string {
  return ofClass === undefined ? who : `${who} (${classInWords(ofClass)})`;
}

/** What cuts it and which part it is, apart: `skin tone × gender` and `dark × woman`; the class after the part. */
export function sliceParts(
  slice: Slice,
  ofClass?: string,
  between = crossing,
): { readonly attribute: string; readonly value: string } {
  const about = ofClass === undefined ? '' : `, ${classInWords(ofClass)}`;
  if (slice.length === 0) return { attribute: '', value: `everyone${about}` };
  return {
    attribute: attributesInWords(
      slice.map(({ attribute }) => attribute),
      between,
    ),
    value: slice.map(({ value }) => nameInWords(value)).join(between) + about,
  };
}

/** `skin tone × gender`: what cuts a slice. */
export function attributesInWords(names: readonly string[], between = crossing): string {
  return names.map(attributeInWords).join(between);
}
