/**
 * Tablets of ScyllaDB: parts of a table, by tokens, each of which lies on certain shards of certain nodes, and can move. A
 * request that comes to a shard without its row is answered with where the row's tablet is.
 *
 * @module
 */
import { compareTokens, type Token } from "../../protocol/murmur3.ts";
import { BodyReader } from "../../protocol/reader.ts";

/** The rows of a table whose tokens are above `first` and at most `last`. */
export interface Tablet {
  readonly first: Token;
  readonly last: Token;
  readonly replicas: readonly TabletReplica[];
}

/** Where a tablet lies. */
export interface TabletReplica {
  /** The node's id. */
  readonly node: string;
  readonly shard: number;
}

/** The extension by which a server tells of tablets: in its options, in those of the client, and in answers. */
export const TABLETS = { option: "TABLETS_ROUTING_V1", payload: "tablets-routing-v1" } as const;

/**
 * Reads what an answer says of a tablet: a tuple of two tokens, and a list of tuples of a node's id and a shard.
 *
 * @throws {ProtocolError} where it says something else
 */
export function readTablet(bytes: Uint8Array): Tablet {
  const reader = new BodyReader(bytes);
  const first = readToken(reader), last = readToken(reader);
  reader.int();
  const replicas = Array.from({ length: reader.count(REPLICA_SIZE) }, () => {
    reader.skip(2 * LENGTH_SIZE);
    const node = reader.uuid();
    reader.skip(LENGTH_SIZE);
    return { node, shard: reader.int() };
  });
  return { first, last, replicas };
}

/** The bytes of a length, and of a replica with the lengths in it. */
const LENGTH_SIZE = 4, REPLICA_SIZE = 32;

function readToken(reader: BodyReader): Token {
  reader.skip(LENGTH_SIZE);
  return { hi: reader.int(), lo: reader.int() >>> 0 };
}

/** A tablet with what a client made of its replicas. */
interface Known<Place> {
  readonly tablet: Tablet;
  readonly place: Place;
}

/** The tablets of all tables that are known so far. */
export class Tablets<Place> {
  /** Of each table, by their tokens. No two have a token in common. */
  readonly #ofTables = new Map<string, Known<Place>[]>();

  /** Takes a tablet, in place of those that it overlaps. */
  add(table: string, tablet: Tablet, place: Place): void {
    const others = (this.#ofTables.get(table) ?? []).filter(({ tablet: { first, last } }) =>
      compareTokens(last, tablet.first) <= 0 || compareTokens(first, tablet.last) >= 0
    );
    const at = others.findIndex((other) => compareTokens(other.tablet.first, tablet.first) > 0);
    others.splice(at === -1 ? others.length : at, 0, { tablet, place });
    this.#ofTables.set(table, others);
  }

  /** Where the row of a token is; `undefined` where its tablet is not known. */
  find(table: string, token: Token): Place | undefined {
    const known = this.#ofTables.get(table);
    if (known === undefined) return undefined;
    let from = 0, to = known.length;
    while (from < to) {
      const middle = from + to >> 1;
      if (compareTokens(known[middle]!.tablet.last, token) < 0) from = middle + 1;
      else to = middle;
    }
    const found = known[from];
    return found && compareTokens(found.tablet.first, token) < 0 ? found.place : undefined;
  }

  /** Forgets all, as nodes have come or gone. */
  clear(): void {
    this.#ofTables.clear();
  }
}
