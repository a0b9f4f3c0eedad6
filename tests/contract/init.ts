/** `init` on a cluster that has what only Cassandra has: user types, vectors, options and indexes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { assertGoodCode, assertRuns, assertRunsHere, writeFromStress } from "../support/init.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { connect } from "./outcome.ts";

const KEYSPACE = "init_contract";

const DEFINITIONS = [
  `CREATE KEYSPACE ${KEYSPACE} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  "CREATE TYPE geo (lat double, lon double)",
  "CREATE TYPE address (street text, zip int, tags frozen<set<text>>, spot frozen<geo>)",
  'CREATE TYPE "Odd Type" ("A b" text, "select" int)',
  `CREATE TABLE customer (id uuid PRIMARY KEY, email text, full_name text, home frozen<address>,
    others list<frozen<address>>, loose address, embedding vector<float, 4>,
    attributes map<text, frozen<list<int>>>, odd frozen<"Odd Type">)
    WITH comment = 'who buys' AND default_time_to_live = 86400 AND bloom_filter_fp_chance = 0.05
    AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '100'}`,
  `CREATE TABLE orders_by_day (shop text, day date, placed timeuuid, line int, total decimal,
    shop_name text static, PRIMARY KEY ((shop, day), placed, line))
    WITH CLUSTERING ORDER BY (placed DESC, line ASC) AND gc_grace_seconds = 3600
    AND caching = {'keys': 'NONE', 'rows_per_partition': '10'} AND speculative_retry = '50p'`,
  "CREATE TABLE spots (spot frozen<geo>, tags frozen<set<text>>, n int, PRIMARY KEY (spot, tags))",
  "CREATE INDEX customer_email ON customer (email)",
  `CREATE CUSTOM INDEX customer_name ON customer (full_name) USING 'StorageAttachedIndex'
    WITH OPTIONS = {'case_sensitive': 'false'}`,
  "CREATE CUSTOM INDEX customer_attributes ON customer (keys(attributes)) USING 'sai'",
];

/** Writes a scenario from these tables; it compiles, its models are the tables, and it runs. */
export async function checkInit(contactPoint: string): Promise<void> {
  const client = await connect(contactPoint);
  await client.execute(`DROP KEYSPACE IF EXISTS ${KEYSPACE}`);
  await client.execute(`DROP KEYSPACE IF EXISTS ${KEYSPACE}_bench`);
  for (const [at, cql] of DEFINITIONS.entries()) {
    await client.execute(cql);
    if (at === 0) await client.execute(`USE ${KEYSPACE}`);
  }
  await inTemporaryFolder(async (cwd) => {
    const from = ["--contact-points", contactPoint, "--keyspace", KEYSPACE];
    const { code, stderr } = await cassbench(["init", "app.ts", ...from], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    const file = join(cwd, "app.ts");
    await assertGoodCode(file);
    const text = Deno.readTextFileSync(file);
    for (const part of EXPECTED) assert.ok(text.includes(part), `${part}\n${text}`);
    // The models are compared with the tables that they were made from.
    await assertRuns(file, cwd, [...from, "--no-ddl", "--no-populate"]);
    const [only] = await assertRuns(file, cwd, ["--contact-points", contactPoint]);
    assert.equal(only?.misses, undefined);
  });
  await client.execute(`DROP KEYSPACE ${KEYSPACE}`);
  await client.execute(`DROP KEYSPACE ${KEYSPACE}_bench`);
  await client.shutdown();
}

const PROFILES = inRepository("tests/fixtures/stress");

/** Turns every profile of cassandra-stress into a scenario, and runs it. */
export async function checkProfiles(t: Deno.TestContext, contactPoint: string): Promise<void> {
  const client = await connect(contactPoint);
  await inTemporaryFolder(async (cwd) => {
    const profiles = [...Deno.readDirSync(PROFILES)].filter(({ name }) => name.endsWith(".yaml"));
    for (const { name } of profiles) {
      await t.step(name, async () => {
        const file = join(cwd, name.replace(".yaml", ".ts"));
        await writeFromStress(join(PROFILES, name), file);
        const target = { contactPoints: [contactPoint] };
        // Cassandra 5.0 fails writes to a vector index of which more run at once than it has processors.
        const pool = name === "vectors.yaml" ? { poolSizes: [1] } : {};
        const [only] = await assertRunsHere(file, { target, keyspace: KEYSPACE, ...pool });
        assert.equal(only?.misses, undefined);
        await client.execute(`DROP KEYSPACE ${KEYSPACE}`);
      });
    }
  });
  await client.shutdown();
}

/** What the scenario must have of the tables, beside what the compiler and the run check. */
const EXPECTED = [
  'comment: "who buys"',
  "defaultTtl: 86400",
  "bloomFilterFpChance: 0.05",
  "sstable_size_in_mb: 100",
  'caching: { keys: "NONE", rows_per_partition: 10 }',
  'clusteringOrder: { placed: "desc" }',
  'speculativeRetry: "50p"',
  '{ on: "email", name: "customer_email" }',
  '{ on: "keys(attributes)", name: "customer_attributes", using: "sai" }',
  'embedding: "vector<float, 4>"',
  "types: [Address, OddType]",
];
