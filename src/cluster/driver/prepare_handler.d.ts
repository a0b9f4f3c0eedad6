/** How the driver prepares, which it has no types for. */
import type { DriverColumn } from "./rows.ts";

/** What the driver knows of a text; `meta` describes the values that it binds. */
export interface PreparedInfo {
  readonly queryId?: object;
  readonly meta?: { readonly columns: readonly DriverColumn[] };
}

/** What a client of the driver prepares with. */
export interface PreparingClient {
  readonly keyspace: string;
  readonly metadata: { getPreparedInfo(keyspace: string, cql: string): PreparedInfo };
  readonly profileManager: { getDefaultLoadBalancing(): object };
}

declare const PrepareHandler: {
  getPrepared(
    client: PreparingClient,
    balancing: object,
    cql: string,
    keyspace: string,
  ): Promise<Required<PreparedInfo>>;
};
export default PrepareHandler;
