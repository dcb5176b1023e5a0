import type { Condition, Slice } from '../../base/index.js';
import { classInWords, nameInWords } from './text.js';

/** An attribute as people say it: `skin_tone` is `skin tone`. */
export function attributeInWords(name: string): string {
  return nameInWords(name).replace(/_+/g, ' ').trim() || nameInWords(name);
}

/** `skin tone dark`, `skin tone dark × gender woman`, `everyone`; `skin tone dark, class singer` where it is about a class. */
export function sliceInWords(slice: Slice, ofClass?: string): string {
  const who = slice.length === 0 ? 'everyone' : slice.map(conditionInWords).join(' × ');
  return ofClass === undefined ? who : `${who}, ${classInWords(ofClass)}`;
}

/** The attribute is not said twice where the value begins with it: `region 26`, not `region region 26`. */
function conditionInWords({ attribute, value }: Condition): string {
  const [of, is] = [attributeInWords(attribute), nameInWords(value)];
  return is.toLowerCase().startsWith(`${of.toLowerCase()} `) ? is : `${of} ${is}`;
}

/** A slice in a sentence after `for`: the conditions are joined by a word. */
export function sliceInSentence(slice: Slice): string {
  return sliceInWords(slice).replaceAll(' × ', ' and ');
}

/** What cuts it and which part it is, apart: `skin tone × gender` and `dark × woman`; the class after the part. */
export function sliceParts(slice: Slice, ofClass?: string): { readonly attribute: string; readonly value: string } {
  const about = ofClass === undefined ? '' : `, ${classInWords(ofClass)}`;
  if (slice.length === 0) return { attribute: '', value: `everyone${about}` };
  return {
    attribute: attributesInWords(slice.map(({ attribute }) => attribute)),
    value: slice.map(({ value }) => nameInWords(value)).join(' × ') + about,
  };
}

/** `skin tone × gender`: what cuts a slice. */
export function attributesInWords(names: readonly string[]): string {
  return names.map(attributeInWords).join(' × ');
}
