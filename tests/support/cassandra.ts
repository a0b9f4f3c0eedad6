import { chooseEngine } from "../../src/cluster/managed/choose_engine.ts";
import { launchCluster, type LaunchedCluster } from "../../src/cluster/managed/launch.ts";
import type { WantedCassandra } from "../../src/cluster/managed/release.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { downloadOnce, makeCache } from "../cluster/managed/fixture.ts";
import type { ClusterRecord } from "../../src/cluster/managed/state.ts";
import { isCI, isPermitted, testUnless } from "./needs.ts";

/**
 * Spares each Cassandra that these tests start, which lives for seconds, what takes half of its start: compiling code
 * as for days, and waiting until the disk has its system tables.
 */
if (isPermitted) {
  Deno.env.set("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -Dcassandra.unsafesystem=true");
}

/** Why no real Cassandra can be started here; `undefined` when one can. */
async function findWhyNoCassandra(): Promise<string | undefined> {
  if (!isPermitted) return "needs deno test -A";
  try {
    await chooseEngine(1);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

// In CI nothing may be missing: the tests run, and say what is.
const whyNoCassandra = isCI ? undefined : await findWhyNoCassandra();

/** A test that needs a real Cassandra. */
export function testOnCassandra(
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  testUnless(whyNoCassandra, name, fn);
}

/**
 * Starts a Cassandra of one node before the tests of this file and stops it after them.
 *
 * @param options what its cassandra.yaml says otherwise
 * @returns its contact point, for when they run
 */
export function shareCassandra(options: WantedCassandra["options"] = {}): () => string {
  const record = shareRecord(options);
  return () => record()?.nodes.map(({ address, port }) => `${address}:${port}`).join() ?? "";
}

/** As {@linkcode shareCassandra}, with what `cassandra start` would keep of it. */
export function shareRecord(
  options: WantedCassandra["options"] = {},
): () => ClusterRecord | undefined {
  let launched: LaunchedCluster | undefined;
  Deno.test.beforeAll(async () => {
    if (whyNoCassandra !== undefined) return;
    await downloadOnce();
    launched = await launchCluster({ port: findFreePort(["127.0.0.1"]), options });
  });
  Deno.test.afterAll(() => launched?.stop());
  return () => launched?.record;
}

/** Runs a test with the environment of a cassbench whose cache has nothing but Cassandra's jars. */
export async function withOwnCache(
  body: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  await using cache = await makeCache();
  await body({ CASSBENCH_CACHE: cache.folder });
}
