/**
 * How to write a size, a share or any number with a unit that was written otherwise: `5 percent`, `2pp`, `0,5`.
 *
 * @param hasPoints whether points of a hundred can be meant, besides a share
 * @returns nothing where it cannot be told what is meant
 */
export function sizeWayOut(written: unknown, hasPoints: boolean): string | undefined {
  if (typeof written !== 'string') return undefined;
  const found = /^\s*(?<sign>[-+±]?)\s*(?<size>\d+(?:[.,]\d+)?|[.,]\d+)\s*(?<unit>[^\d\s].*?)?\s*$/u.exec(
    written,
  )?.groups;
  if (!found) return undefined;
  const { sign = '', size: given = '', unit = '' } = found;
  const size = given.replace(',', '.').replace(/^\./u, '0.');
  if (sign !== '') return 'Leave the sign out: a size says how far, not which way.';
  if (/^(percent|per\s*cent|pct\.?|%)$/iu.test(unit)) {
    if (!hasPoints) return `Write "${size} %".`;
    return `Write "${size} points" for ${size} of a hundred, or "${size} %" for a share of what the baseline has.`;
  }
  const isPoints = /^(pp|ppt?s?\.?|pts?\.?|(%|percent(age)?)[\s-]*(points?|pts?)|points?)$/iu.test(unit);
  if (hasPoints && /^points?$/u.test(unit) && size === given) return undefined;
  if (isPoints && hasPoints) return `Write "${size} ${Number(size) === 1 ? 'point' : 'points'}".`;
  return unit === '' && size !== given ? `Write ${size}.` : undefined;
}
