import type { Socket } from "node:net";
import { arrivalOf, type Link, type WayConditions } from "./shaping.ts";

/** What one direction of all connections to a node has in common. */
export interface Way {
  conditions: WayConditions;
  readonly link: Link;
}

/** What the proxies hold of all connections together, and what has passed. */
export interface Traffic {
  /** Bytes that are held right now. */
  held: number;
  /** Bytes that came, and connections that were taken. */
  bytes: number;
  connections: number;
  /** Notes a piece that was held back from `came` to `now`, though it was due at `due`. */
  note(came: number, due: number, now: number): void;
}

/** Bytes that one direction of a connection may hold: what is under way at 40 MB/s and 100 ms each way. */
export const MOST_OF_ONE: number = 4 * 1024 * 1024;
/** Bytes that all of them may hold together; past it, each holds {@linkcode LEAST_OF_ONE} at most. */
export const MOST_OF_ALL: number = 256 * 1024 * 1024;
/** Bytes that each direction may always hold, before its sender has to wait. */
export const LEAST_OF_ONE: number = 64 * 1024;

/** A piece of bytes, or the end of all bytes. */
interface Piece {
  readonly bytes: Uint8Array | "end" | "reset";
  readonly came: number;
  readonly due: number;
}

/** One direction of a connection. */
export interface Pipe {
  /** Passes what is due; returns when the next piece is, or `undefined` where nothing waits, or nothing may pass. */
  pass(now: number): number | undefined;
  /** Forgets what waits. */
  drop(): void;
}

/** What a pipe needs beside its sockets. */
export interface PipeOptions {
  readonly way: Way;
  readonly traffic: Traffic;
  readonly random: () => number;
  /** Since when pieces may pass; `Infinity` while nothing may. */
  readonly openSince: () => number;
  /** Lets {@linkcode Pipe.pass} be called at an instant. */
  readonly wait: (due: number) => void;
}

/** Carries what `from` sends to `to`, no faster than the way allows. Holds a bounded number of bytes: then `from` waits. */
export function createPipe(from: Socket, to: Socket, options: PipeOptions): Pipe {
  const { way, traffic, random, openSince, wait } = options;
  let pieces: Piece[] = [];
  let next = 0, waiting = 0, counted = 0, last = -Infinity;
  let hasEnded = false;

  function end(how: "end" | "reset"): void {
    hasEnded = true;
    take(how, 0);
  }

  /** Counts what is held, and lets the sender wait or go on. */
  function balance(): void {
    const held = waiting + to.writableLength;
    traffic.held += held - counted;
    counted = held;
    const most = traffic.held > MOST_OF_ALL ? LEAST_OF_ONE : MOST_OF_ONE;
    if (held > most) from.pause();
    else if (held <= most / 2 && from.isPaused()) from.resume();
  }

  function take(bytes: Piece["bytes"], length: number): void {
    const now = performance.now();
    traffic.bytes += length;
    last = arrivalOf(now, length, way.conditions, way.link, last, random);
    const isFirst = next === pieces.length;
    if (isFirst && last <= now && openSince() <= now) send(bytes);
    else {
      pieces.push({ bytes, came: now, due: last });
      waiting += length;
      if (isFirst) wait(last);
    }
    balance();
  }

  function send(bytes: Piece["bytes"]): void {
    if (typeof bytes !== "string") {
      if (!to.destroyed) to.write(bytes);
      return;
    }
    if (bytes === "end") to.end();
    else to.resetAndDestroy();
  }

  function pass(now: number): number | undefined {
    const since = openSince();
    if (since > now) return undefined;
    const isSeveral = (pieces[next + 1]?.due ?? Infinity) <= now;
    // One write carries all that is due.
    if (isSeveral) to.cork();
    let piece = pieces[next];
    for (; piece !== undefined && piece.due <= now; piece = pieces[++next]) {
      if (typeof piece.bytes !== "string") waiting -= piece.bytes.length;
      traffic.note(piece.came, Math.max(piece.due, since), now);
      send(piece.bytes);
    }
    if (isSeveral) to.uncork();
    if (next === pieces.length || next > 1_000) {
      pieces = pieces.slice(next);
      next = 0;
    }
    balance();
    return piece?.due;
  }

  function drop(): void {
    pieces = [];
    next = waiting = 0;
    traffic.held -= counted;
    counted = 0;
  }

  from.on("data", (bytes: Uint8Array) => take(bytes, bytes.length));
  from.on("end", () => end("end"));
  from.on("error", () => end("reset"));
  from.on("close", () => void (hasEnded || end("reset")));
  to.on("drain", balance);
  return { pass, drop };
}
