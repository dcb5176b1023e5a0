/**
 * Text from data, models or plans made safe to show on a terminal or in a file of text: control characters, line breaks
 * and bidirectional controls become visible escapes, and nothing is longer than `limit` code points.
 *
 * Escaping for a markup language comes on top of this and belongs to whoever writes that language.
 */
export function safeText(text: string, limit = 200): string {
  const shown = text.replace(troublesome, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  const points = [...shown];
  if (points.length <= limit) return shown;
  // A joiner that nothing follows any more would join the ellipsis.
  return `${points
    .slice(0, limit - 1)
    .join('')
    .replace(/\u200d$/u, '')}…`;
}

/**
 * Controls, line breaks, invisible and bidirectional characters, half pairs; and the zero width joiner but where it joins two
 * pictographs into one, as in families and professions.
 */
const troublesome =
  // eslint-disable-next-line no-control-regex -- naming the control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|(?<!\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

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
