/** Scatters the bits of a 32-bit number, one to one: the finalizer of MurmurHash3 (Appleby). */
export function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return h ^ (h >>> 16);
}

/** Scatters a whole number up to 2⁵³, other numbers with another seed otherwise. */
export function mixWhole(value: number, seed: number): number {
  return mix(mix(seed ^ (value | 0)) + Math.floor(value / 4_294_967_296));
}
