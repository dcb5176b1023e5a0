import type { Condition, Slice } from '../../base/index.js';
import { nameInWords } from './text.js';

/** An attribute as people say it: `skin_tone` is `skin tone`. */
export function attributeInWords(name: string): string {
  return nameInWords(name).replace(/_+/g, ' ').trim() || nameInWords(name);
}

/** `skin tone dark`, `skin tone dark × gender woman`, `everyone`. */
export function sliceInWords(slice: Slice): string {
  if (slice.length === 0) return 'everyone';
  return slice.map(conditionInWords).join(' × ');
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

/** What cuts it and which part it is, apart: `skin tone × gender` and `dark × woman`. */
export function sliceParts(slice: Slice): { readonly attribute: string; readonly value: string } {
  if (slice.length === 0) return { attribute: '', value: 'everyone' };
  return {
    attribute: slice.map(({ attribute }) => attributeInWords(attribute)).join(' × '),
    value: slice.map(({ value }) => nameInWords(value)).join(' × '),
  };
}
