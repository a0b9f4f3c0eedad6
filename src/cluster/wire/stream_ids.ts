/** How many stream ids a connection of the native protocol has. */
export const MAX_STREAMS = 32_768;

const FIRST_SIZE = 1_024;

/**
 * The stream ids of a connection. The one that was free the longest comes next, so that a second answer to a request finds
 * no request, rather than the next one that has its id. There are as many as are in use, and some more, so that those in
 * use lie close together in memory.
 */
export class StreamIds {
  #ring = Int16Array.from({ length: FIRST_SIZE }, (_, id) => id);
  #taken = 0;
  #returned = FIRST_SIZE;

  /** How many are in use. */
  get inUse(): number {
    return this.#ring.length - (this.#returned - this.#taken);
  }

  /** Takes a free one; -1 where there is none. */
  take(): number {
    if (this.#taken === this.#returned && !this.#grow()) return -1;
    return this.#ring[this.#taken++ & this.#ring.length - 1]!;
  }

  /** Gives one back. */
  giveBack(id: number): void {
    this.#ring[this.#returned++ & this.#ring.length - 1] = id;
  }

  /** Doubles their number while none is free. */
  #grow(): boolean {
    const size = this.#ring.length;
    if (size === MAX_STREAMS) return false;
    const ring = new Int16Array(size * 2);
    for (let at = 0; at < size; at++) ring[at] = size + at;
    this.#ring = ring;
    this.#taken = 0;
    this.#returned = size;
    return true;
  }
}
