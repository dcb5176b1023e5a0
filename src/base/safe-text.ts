/**
 * Text from data, models or plans made safe to show on a terminal or in a file of text: control characters, line breaks
 * and bidirectional controls become visible escapes, and nothing is longer than `limit` code points.
 *
 * Escaping for a markup language comes on top of this and belongs to whoever writes that language.
 */
export function safeText(text: string, limit = 200): string {
  const shown = text.replace(
    // eslint-disable-next-line no-control-regex -- naming the control characters is the point
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
  const points = [...shown];
  return points.length > limit ? `${points.slice(0, limit - 1).join('')}…` : shown;
}

/** A name in quotation marks, safe to show. */
export function quoted(text: string): string {
  return `"${safeText(text)}"`;
}

/** A list as a sentence shows it: the first few, and how many more. */
export function listed(items: readonly string[], limit = 12): string {
  const shown = items.slice(0, limit).map((item) => safeText(item));
  const more = items.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
