/** Spreads neighbouring indexes over all 32-bit seeds, one to one (the finalizer of MurmurHash3). */
export function mixSeed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) + index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
