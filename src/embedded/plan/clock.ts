import { toBigInt, toInt } from "../../protocol/bytes.ts";
import type { Term, Using } from "../cql/ast.ts";
import { native } from "../data/types.ts";
import { invalid } from "../errors.ts";
import type { Stamp } from "../store/data.ts";
import type { Table } from "../store/schema.ts";
import type { Binds, Params } from "./binds.ts";
import { planTerm } from "./terms.ts";

/** When a statement runs: `now` in ms, for expiry, and `time` in µs, the timestamp of its writes. */
export interface StatementTime {
  now: number;
  time: number;
}

/** The last timestamp in µs. */
let last = 0;

/**
 * The time of a statement: the client's timestamp, or else one of the server. The server's are never before an earlier
 * timestamp, its own or a client's; a client's clock that is more than a second ahead does not count.
 */
export function statementTime(clientTime: number | undefined): StatementTime {
  const now = Date.now();
  if (clientTime === undefined) last = Math.max(last + 1, now * 1000);
  else if (clientTime < now * 1000 + 1_000_000) last = Math.max(last, clientTime);
  return { now, time: clientTime ?? last };
}

const MAX_TTL = 630_720_000;

/** Plans USING: the timestamp and the time to live of what a statement writes. */
export function planStamp(
  table: Table,
  { ttl, timestamp }: Using,
  binds: Binds,
): (params: Params, at: StatementTime) => Stamp {
  const timeOf = timestamp && planNumber(timestamp, "[timestamp]", binds);
  const ttlOf = ttl && planNumber(ttl, "[ttl]", binds);
  return (params, { now, time }) => {
    const own = timeOf?.(params);
    if (own === null) throw invalid("Invalid null value of timestamp");
    const seconds = ttlOf?.(params) ?? Number(table.options.get("default_time_to_live") ?? 0);
    checkTtl(seconds);
    return { time: own ?? time, ttl: seconds, expiresAt: seconds === 0 ? 0 : now + seconds * 1000 };
  };
}

function planNumber(
  term: Term,
  name: "[ttl]" | "[timestamp]",
  binds: Binds,
): (params: Params) => number | null | undefined {
  const isTtl = name === "[ttl]";
  const planned = planTerm(term, { name, type: native(isTtl ? "int" : "bigint") }, binds);
  return (params) => {
    const value = planned(params);
    if (typeof value !== "string") return value;
    return isTtl ? toInt(value) : Number(toBigInt(value));
  };
}

function checkTtl(ttl: number): void {
  if (ttl < 0) throw invalid(`A TTL must be greater or equal to 0, but was ${ttl}`);
  if (ttl > MAX_TTL) {
    throw invalid(`ttl is too large. requested (${ttl}) maximum (${MAX_TTL})`);
  }
}
