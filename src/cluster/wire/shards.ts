/**
 * The shards of ScyllaDB. A node is divided into as many as it has cores, each of which holds some of its rows and serves
 * some of its connections; a request that comes to another shard is passed on to the right one, which takes time.
 *
 * @module
 */
import type { Token } from "../../protocol/murmur3.ts";

/** How a node divides its rows among its shards. */
export interface Sharding {
  /** How many there are. */
  readonly shards: number;
  /** How many of the highest bits of a token do not count. */
  readonly ignoredBits: number;
  /** The port on which a connection gets the shard that its own port leaves as a rest; `undefined` where there is none. */
  readonly port: number | undefined;
}

/** What SUPPORTED says of a node, and of the connection on which it was asked. */
export type Supported = ReadonlyMap<string, readonly string[]>;

/** The only way of dividing rows that there is. */
const ALGORITHM = "biased-token-round-robin";
/** More would be no machine that there is, and past 2^20 the arithmetic of {@linkcode shardOf} would not be exact. */
const MOST_SHARDS = 65_536;

/** The shards of a node; `undefined` where it has none, or divides rows in a way that is not known. */
export function readSharding(supported: Supported, isTls: boolean): Sharding | undefined {
  const number = (key: string, most: number) => numberIn(supported, key, most);
  const shards = number("SCYLLA_NR_SHARDS", MOST_SHARDS);
  const ignoredBits = number("SCYLLA_SHARDING_IGNORE_MSB", 63);
  const [algorithm] = supported.get("SCYLLA_SHARDING_ALGORITHM") ?? [];
  const [partitioner = ""] = supported.get("SCYLLA_PARTITIONER") ?? [];
  if (!shards || ignoredBits === undefined || algorithm !== ALGORITHM) return undefined;
  if (!partitioner.endsWith("Murmur3Partitioner")) return undefined;
  const port = number(isTls ? "SCYLLA_SHARD_AWARE_PORT_SSL" : "SCYLLA_SHARD_AWARE_PORT", 65_535);
  return { shards, ignoredBits, port: port || undefined };
}

/** The shard that serves the connection on which a node was asked. */
export function readShard(supported: Supported): number | undefined {
  return numberIn(supported, "SCYLLA_SHARD", MOST_SHARDS);
}

function numberIn(supported: Supported, key: string, most: number): number | undefined {
  const [text = ""] = supported.get(key) ?? [];
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  return number === undefined || number > most ? undefined : number;
}

/**
 * The shard that holds the rows of a token: the tokens, counted from the lowest, without their highest bits, in as many
 * equal parts as there are shards. Numbers of 64 bits are two halves, as BigInt would cost a tenth of a request.
 */
export function shardOf({ hi, lo }: Token, { shards, ignoredBits }: Sharding): number {
  let high = (hi ^ 0x8000_0000) >>> 0, low = lo;
  if (ignoredBits >= 32) [high, low] = [low << ignoredBits - 32 >>> 0, 0];
  else if (ignoredBits > 0) {
    high = (high << ignoredBits | low >>> 32 - ignoredBits) >>> 0;
    low = low << ignoredBits >>> 0;
  }
  return Math.floor((Math.floor(low * shards / 2 ** 32) + high * shards) / 2 ** 32);
}

/** The ports from which programs connect when they do not say from which. */
const FIRST_PORT = 49_152, LAST_PORT = 65_535;

/** Ports to connect from to a shard: so many, from a random one on, as each may be in use. */
export function* portsOf(
  shard: number,
  shards: number,
  count: number,
  random: () => number = Math.random,
): Generator<number> {
  const first = FIRST_PORT + (shard - FIRST_PORT % shards + shards) % shards;
  const places = Math.floor((LAST_PORT - first) / shards) + 1;
  const start = Math.floor(random() * places);
  for (let at = 0; at < Math.min(count, places); at++) {
    yield first + (start + at) % places * shards;
  }
}
