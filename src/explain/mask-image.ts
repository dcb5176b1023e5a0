import type { ExplainedInput } from './method.js';

type ImageInput = Extract<ExplainedInput, { kind: 'image' }>;

/** What hidden pixels become: the picture's own mean in each channel. */
export function meanFill(input: ImageInput): Float64Array {
  const fill = new Float64Array(input.channels);
  const pixels = input.height * input.width;
  for (let c = 0; c < input.channels; c++) {
    for (let p = 0; p < pixels; p++) fill[c] = (fill[c] ?? 0) + (input.data[indexOf(input, c, p)] ?? 0) / pixels;
  }
  return fill;
}

/** The picture behind a mask: 1 keeps a pixel, 0 replaces it by the fill. */
export function maskImage(input: ImageInput, fill: Float64Array, visible: Float64Array): Float32Array {
  const masked = new Float32Array(input.data.length);
  for (let c = 0; c < input.channels; c++) {
    const hidden = fill[c] ?? 0;
    for (let p = 0; p < visible.length; p++) {
      const i = indexOf(input, c, p);
      const share = visible[p] ?? 0;
      masked[i] = share * (input.data[i] ?? 0) + (1 - share) * hidden;
    }
  }
  return masked;
}

function indexOf(input: ImageInput, channel: number, pixel: number): number {
  return input.layout === 'nchw' ? channel * input.height * input.width + pixel : pixel * input.channels + channel;
}
