/** The kinds of pictures that are opened, none of which can refer to other files. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/**
 * Tells a picture's kind by its first bytes, whatever its name says, before any decoder sees it.
 *
 * @returns nothing for anything else: SVG, PDF, HEIC, text …
 */
export function pictureFormat(bytes: Buffer): PictureFormat | undefined {
  const has = (text: string, at = 0): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (has('\xff\xd8\xff')) return 'jpeg';
  if (has('\x89PNG\r\n\x1a\n')) return 'png';
  if (has('RIFF') && has('WEBP', 8)) return 'webp';
  if (has('GIF87a') || has('GIF89a')) return 'gif';
  if (has('II*\0') || has('MM\0*')) return 'tiff';
  return has('ftyp', 4) && brands(bytes).some((brand) => brand === 'avif' || brand === 'avis') ? 'avif' : undefined;
}

/** The brands that an ISO media file says it is compatible with, the major one first. */
function brands(bytes: Buffer): readonly string[] {
  const length = Math.min(bytes.length, bytes.length >= 4 ? bytes.readUInt32BE(0) : 0, 256);
  const starts = Array.from({ length: Math.max(0, Math.floor((length - 8) / 4)) }, (_, i) => 8 + 4 * i);
  // The four bytes after the major brand are its version.
  return starts.filter((at) => at !== 12).map((at) => bytes.toString('latin1', at, at + 4));
}
