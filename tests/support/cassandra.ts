import { useManagedCluster } from "../../src/cluster/managed/cluster.ts";
import { makeCache } from "../cluster/managed/fixture.ts";

/** Gives a test a Cassandra of its own: what a person keeps running on this machine is not touched. */
export async function withCassandra(
  port: number,
  body: (contactPoint: string) => Promise<void>,
): Promise<void> {
  await withOwnCache(async () => {
    const { contactPoints: [point = ""], stop } = await useManagedCluster({ port });
    try {
      await body(point);
    } finally {
      await stop();
    }
  });
}

/** Gives a test a cache folder with nothing but Cassandra's jars. */
export async function withOwnCache(body: () => Promise<void>): Promise<void> {
  await using cache = await makeCache();
  Deno.env.set("CASSBENCH_CACHE", cache.folder);
  try {
    await body();
  } finally {
    Deno.env.delete("CASSBENCH_CACHE");
  }
}
