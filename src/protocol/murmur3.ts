import { type Bytes, fromLong } from "./bytes.ts";

/** A token in two halves of 32 bits, as BigInt would make scans ten times slower. `hi` is signed, `lo` is not. */
export interface Token {
  hi: number;
  lo: number;
}

// Numbers of 64 bits are pairs of 32 bits. Each operation leaves its result in these two.
let hi = 0;
let lo = 0;

function multiply(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const a0 = aLo & 0xffff, a1 = aLo >>> 16, b0 = bLo & 0xffff, b1 = bLo >>> 16;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const carry = a0 * b1 + (middle & 0xffff);
  lo = ((carry & 0xffff) << 16 | low & 0xffff) >>> 0;
  const high = a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
  hi = (Math.imul(aHi, bLo) + Math.imul(aLo, bHi) + high) >>> 0;
}

function rotate(aHi: number, aLo: number, by: number): void {
  if (by >= 32) [aHi, aLo, by] = [aLo, aHi, by - 32];
  hi = by === 0 ? aHi : (aHi << by | aLo >>> (32 - by)) >>> 0;
  lo = by === 0 ? aLo : (aLo << by | aHi >>> (32 - by)) >>> 0;
}

function add(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const low = (aLo >>> 0) + (bLo >>> 0);
  lo = low >>> 0;
  hi = (aHi + bHi + (low > 0xffffffff ? 1 : 0)) >>> 0;
}

function finish(aHi: number, aLo: number): void {
  multiply(aHi, aLo ^ aHi >>> 1, 0xff51afd7, 0xed558ccd);
  multiply(hi, lo ^ hi >>> 1, 0xc4ceb9fe, 0x1a85ec53);
  lo = (lo ^ hi >>> 1) >>> 0;
}

function mix(aHi: number, aLo: number, first: boolean): void {
  if (first) multiply(aHi, aLo, 0x87c37b91, 0x114253d5);
  else multiply(aHi, aLo, 0x4cf5ad43, 0x2745937f);
  rotate(hi, lo, first ? 31 : 33);
  if (first) multiply(hi, lo, 0x4cf5ad43, 0x2745937f);
  else multiply(hi, lo, 0x87c37b91, 0x114253d5);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
}

// Cassandra extends the sign of the bytes in the last, incomplete block, which the original algorithm does not do.
function tailByte(bytes: Uint8Array, at: number, shift: number): void {
  const byte = bytes[at]! << 24 >> 24;
  const sign = byte < 0 ? -1 : 0;
  if (shift >= 32) hi ^= byte << (shift - 32);
  else {
    lo ^= byte << shift;
    hi ^= shift === 0 ? sign : byte >> (32 - shift);
  }
}

/** The two halves of MurmurHash3 x64 128, as Cassandra computes it. */
export function murmur3(bytes: Uint8Array): [Token, Token] {
  let h1Hi = 0, h1Lo = 0, h2Hi = 0, h2Lo = 0;
  const blocks = bytes.length >>> 4;
  for (let at = 0; at < blocks * 16; at += 16) {
    mix(word(bytes, at + 4), word(bytes, at), true);
    rotate(h1Hi ^ hi, h1Lo ^ lo, 27);
    add(hi, lo, h2Hi, h2Lo);
    multiply(hi, lo, 0, 5);
    add(hi, lo, 0, 0x52dce729);
    h1Hi = hi, h1Lo = lo;
    mix(word(bytes, at + 12), word(bytes, at + 8), false);
    rotate(h2Hi ^ hi, h2Lo ^ lo, 31);
    add(hi, lo, h1Hi, h1Lo);
    multiply(hi, lo, 0, 5);
    add(hi, lo, 0, 0x38495ab5);
    h2Hi = hi, h2Lo = lo;
  }
  const start = blocks * 16;
  const left = bytes.length & 15;
  hi = lo = 0;
  for (let i = left - 1; i >= 8; i--) tailByte(bytes, start + i, (i - 8) * 8);
  if (left > 8) {
    mix(hi, lo, false);
    h2Hi ^= hi, h2Lo ^= lo;
  }
  hi = lo = 0;
  for (let i = Math.min(left, 8) - 1; i >= 0; i--) tailByte(bytes, start + i, i * 8);
  if (left > 0) {
    mix(hi, lo, true);
    h1Hi ^= hi, h1Lo ^= lo;
  }
  h1Lo ^= bytes.length, h2Lo ^= bytes.length;
  add(h1Hi, h1Lo, h2Hi, h2Lo), h1Hi = hi, h1Lo = lo;
  add(h2Hi, h2Lo, h1Hi, h1Lo), h2Hi = hi, h2Lo = lo;
  finish(h1Hi, h1Lo), h1Hi = hi, h1Lo = lo;
  finish(h2Hi, h2Lo), h2Hi = hi, h2Lo = lo;
  add(h1Hi, h1Lo, h2Hi, h2Lo), h1Hi = hi, h1Lo = lo;
  add(h2Hi, h2Lo, h1Hi, h1Lo);
  return [{ hi: h1Hi | 0, lo: h1Lo >>> 0 }, { hi: hi | 0, lo: lo >>> 0 }];
}

/** The token of a partition key under Murmur3Partitioner. */
export function tokenOf(key: Bytes): Token {
  return murmur3(toBytes(key))[0];
}

let scratch = new Uint8Array(256);

/** The same bytes, in memory that the next call uses again. */
function toBytes(binary: Bytes): Uint8Array {
  const size = binary.length;
  if (size > scratch.length) scratch = new Uint8Array(size * 2);
  for (let at = 0; at < size; at++) scratch[at] = binary.charCodeAt(at);
  return scratch.subarray(0, size);
}

export function compareTokens(a: Token, b: Token): number {
  return a.hi - b.hi || a.lo - b.lo;
}

/** The token as a CQL bigint. */
export function tokenBytes(token: Token): Bytes {
  return fromLong(BigInt(token.hi) << 32n | BigInt(token.lo));
}
