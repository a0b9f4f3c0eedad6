import type cassandra from "cassandra-driver";
import type { Requests } from "./session.ts";

/** The same requests with Cassandra's tracing on; each answer tells the id of its trace. */
export function traceRequests(client: Requests, onTrace: (id: string) => void): Requests {
  // Awaited here, so that whoever is told is in the request's own async context.
  async function tell(request: Promise<cassandra.types.ResultSet>) {
    const answer = await request;
    // The driver's types promise an id that a server without tracing does not send.
    const id = answer.info.traceId as cassandra.types.Uuid | null | undefined;
    if (id) onTrace(id.toString());
    return answer;
  }

  return {
    execute: (cql, values, options) =>
      tell(client.execute(cql, values, { ...options, traceQuery: true })),
    batch: (queries, options) => tell(client.batch(queries, { ...options, traceQuery: true })),
  };
}
