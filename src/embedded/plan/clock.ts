import { toBigInt, toInt } from "../../protocol/bytes.ts";
import type { Term, Using } from "../cql/ast.ts";
import { native } from "../data/types.ts";
import { invalid } from "../errors.ts";
import type { Stamp } from "../store/data.ts";
import type { Table } from "../store/schema.ts";
import type { Binds, Params } from "./binds.ts";
import { planTerm } from "./terms.ts";

/** The instant of a statement: `now` in ms, for expiry, and the time of its writes in µs. */
export interface StatementTime {
  now: number;
  time: number;
}

let last = 0;

/** A new instant, of the client's time if it sent one; the server's own never goes back or behind its clients'. */
export function statementTime(clientTime: number | undefined): StatementTime {
  const now = Date.now();
  if (clientTime === undefined) last = Math.max(last + 1, now * 1000);
  else if (clientTime < now * 1000 + 1_000_000) last = Math.max(last, clientTime);
  return { now, time: clientTime ?? last };
}

const MAX_TTL = 630_720_000;

/** Plans USING, which says when a statement writes and for how long. */
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
    const life = ttlOf?.(params) ?? Number(table.options.get("default_time_to_live") ?? 0);
    checkTtl(life);
    return { time: own ?? time, ttl: life, expiresAt: life === 0 ? 0 : now + life * 1000 };
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
