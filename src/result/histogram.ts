import { inflateSync } from "node:zlib";

/** Times that a histogram holds as one, as they differ by less than a thousandth. */
export interface HistogramBucket {
  /** The shortest time that it holds, in milliseconds. */
  readonly low: number;
  /** The longest. */
  readonly high: number;
  /** How many times. */
  readonly count: number;
}

/** A histogram of a real case has some hundred bytes; no text makes this take more memory. */
const MOST_BYTES = 1 << 20;

/** The header of version 2: eight words, of which the first names the format. */
const HEADER = 40;
const COOKIE = 0x1c849303;

/**
 * The buckets of a document's histogram that hold something, from the shortest time. It reads them one after the other,
 * where HdrHistogram's own decoder first makes all its 45,000: with a histogram for each second of an hour, that takes
 * half a minute.
 *
 * @returns `null` where the text is no histogram
 */
export function readHistogram(text: string): HistogramBucket[] | null {
  try {
    const bytes = Uint8Array.fromBase64(text);
    const all = inflateSync(bytes.subarray(8), { maxOutputLength: MOST_BYTES });
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    if ((view.getInt32(0) & ~0xf0) !== COOKIE) return null;
    return readBuckets(view);
  } catch {
    return null;
  }
}

function readBuckets(view: DataView): HistogramBucket[] {
  const end = HEADER + view.getInt32(4);
  const half = 2 ** (Math.ceil(Math.log2(2 * 10 ** view.getInt32(12))) - 1);
  const unit = Math.floor(Math.log2(Number(view.getBigInt64(16))));
  const buckets: HistogramBucket[] = [];
  let index = 0;
  for (let at = HEADER; at < end;) {
    const [number, next] = readNumber(view, at);
    at = next;
    // A negative number is a run of empty buckets.
    if (number < 0) index -= number;
    else {
      if (number > 0) buckets.push(bucketAt(index, number, half, unit));
      index++;
    }
  }
  return buckets;
}

/** A ZigZag LEB128 number, and where the next one begins. */
function readNumber(view: DataView, from: number): [number: number, next: number] {
  let [value, factor, at] = [0, 1, from];
  while (true) {
    const byte = view.getUint8(at++);
    // The ninth byte has eight bits of the number.
    const isLast = byte < 128 || at - from === 9;
    value += (at - from === 9 ? byte : byte % 128) * factor;
    factor *= 128;
    if (isLast) return [value % 2 === 0 ? value / 2 : -(value + 1) / 2, at];
  }
}

function bucketAt(index: number, count: number, half: number, unit: number): HistogramBucket {
  const power = Math.max(0, Math.floor(index / half) - 1);
  const size = 2 ** (power + unit);
  const low = (index - power * half) * size;
  return { low: low / NANOSECONDS, high: (low + size - 1) / NANOSECONDS, count };
}

const NANOSECONDS = 1e6;

/** The time that such a share of the times is at most, as HdrHistogram has it: the longest of its bucket. */
export function percentilesOf(
  buckets: readonly HistogramBucket[],
  shares: readonly number[],
): number[] {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  let [at, sum] = [0, buckets[0]?.count ?? 0];
  return shares.map((share) => {
    // A hair less, so that what is whole in decimals is not rounded up to the next one.
    const wanted = Math.max(1, Math.ceil(share * total - 1e-6));
    while (sum < wanted && at < buckets.length - 1) sum += buckets[++at]?.count ?? 0;
    return buckets[at]?.high ?? NaN;
  });
}
