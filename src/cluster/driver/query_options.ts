import cassandra from "cassandra-driver";
import type { AnyOptions } from "../../scenario/calls/call_options.ts";

const { consistencies, Long } = cassandra.types;

type Level = keyof typeof consistencies;

/** The options of a call as the driver takes them. They have been checked. */
export function queryOptions(
  common: cassandra.QueryOptions,
  options: AnyOptions,
): cassandra.QueryOptions {
  const asked: cassandra.QueryOptions = { ...common };
  for (const name in options) {
    const value = options[name as keyof AnyOptions];
    if (value !== undefined) SETTERS[name as keyof AnyOptions]?.(asked, value as never);
  }
  return asked;
}

/** Options that are not here are in the text or in its values. */
const SETTERS: Partial<
  Record<keyof AnyOptions, (asked: cassandra.QueryOptions, value: never) => void>
> = {
  consistency: (asked, level: Level) => asked.consistency = consistencies[level],
  serialConsistency: (asked, level: Level) => asked.serialConsistency = consistencies[level],
  timestamp: (asked, time: bigint | number) => asked.timestamp = Long.fromString(String(time)),
  pageSize: (asked, size: number) => asked.fetchSize = size,
  pageState: (asked, state: string) => asked.pageState = state,
  timeout: (asked, timeout: number) => asked.readTimeout = timeout,
  idempotent: (asked, isIdempotent: boolean) => asked.isIdempotent = isIdempotent,
  prepare: (asked, prepare: boolean) => asked.prepare = prepare,
};
