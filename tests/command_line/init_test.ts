/** `init`: what it writes is formatted, passes the compiler, and runs; and what it refuses. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startServerThread } from "../../src/embedded/server.ts";
import { connect } from "../contract/outcome.ts";
import { cassbench } from "../support/cassbench.ts";
import { assertGoodCode, assertRuns } from "../support/init.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

testPermitted(
  "init writes a commented scenario that runs at once",
  () =>
    inTemporaryFolder(async (folder) => {
      const { code, stdout } = await cassbench(["init", "new/mine.ts"], { cwd: folder });
      assert.equal(code, 0);
      assert.equal(stdout, "Wrote new/mine.ts. To run it: deno run -A mod.ts new/mine.ts\n");
      const file = join(folder, "new/mine.ts");
      await assertGoodCode(file);
      await assertRuns(file, folder);
    }),
);

testPermitted("init never overwrites a file", () =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, "mine.ts");
    Deno.writeTextFileSync(file, "// mine");
    const { code, stderr } = await cassbench(["init", "mine.ts"], { cwd: folder });
    assert.equal(code, 1);
    assert.match(stderr, /^error: Cannot write "mine\.ts" as it exists$/m);
    assert.match(stderr, /^hint: init never overwrites: name another file/m);
    assert.equal(Deno.readTextFileSync(file), "// mine");
  }));

testPermitted(
  "init - writes the scenario to standard output, and nothing else",
  () =>
    inTemporaryFolder(async (folder) => {
      const { code, stdout, stderr } = await cassbench(["init", "-"], { cwd: folder });
      assert.deepEqual([code, stderr], [0, ""]);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
      await cassbench(["init", "users.ts"], { cwd: folder });
      assert.equal(stdout, Deno.readTextFileSync(join(folder, "users.ts")));
    }),
);

const WRONG: Record<string, { words: readonly string[]; says: RegExp }> = {
  "no file": { words: [], says: /as init is followed by one file: found none$/m },
  "two files": { words: ["a.ts", "b.ts"], says: /one file: found a\.ts, b\.ts$/m },
  "a file of another language": {
    words: ["a.yaml"],
    says: /as init writes TypeScript, so the file must end in \.ts: found "a\.yaml"$/m,
  },
  "a flag of another command": {
    words: ["a.ts", "--rate", "5"],
    says: /as --rate is no flag of init$/m,
  },
};

for (const [name, { words, says }] of Object.entries(WRONG)) {
  testPermitted(`init refuses ${name}`, () =>
    inTemporaryFolder(async (folder) => {
      const { code, stderr } = await cassbench(["init", ...words], { cwd: folder });
      assert.equal(code, 2);
      assert.match(stderr, says);
      assert.match(stderr, /^hint: .*`deno run -A mod\.ts init --help` shows every flag$/m);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }));
}

/** A keyspace that has what a keyspace can have, as far as the embedded server knows it. */
const DEFINITIONS = [
  "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  "CREATE TYPE shop.address (street text, zip int, phones frozen<list<text>>)",
  `CREATE TABLE shop.home (id int PRIMARY KEY, address frozen<address>, others list<frozen<address>>,
    embedding vector<float, 3>) WITH comment = 'where they live' AND gc_grace_seconds = 3600`,
  `CREATE TABLE shop.customer (id uuid PRIMARY KEY, email text, full_name text, age tinyint,
    tags set<text>, scores map<text, frozen<list<int>>>, spot tuple<int, text>, since timestamp,
    born date, wake time, wait duration, balance decimal, huge varint, ip inet, photo blob,
    active boolean, level smallint, last timeuuid, weight float, height double, points bigint)`,
  `CREATE TABLE shop.order_line (shop text, day date, placed timeuuid, line int, article text,
    price decimal, shop_name text static, PRIMARY KEY ((shop, day), placed, line))
    WITH CLUSTERING ORDER BY (placed DESC, line ASC)`,
  `CREATE TABLE shop.page_view (page text, hour timestamp, views counter, clicks counter,
    PRIMARY KEY (page, hour))`,
  "CREATE TABLE shop.follows (who text, whom text, PRIMARY KEY (who, whom))",
  'CREATE TABLE shop."Odd" ("Key" text, "two words" int, "class" text, PRIMARY KEY ("Key"))',
  `CREATE TABLE shop.by_everything (k tinyint, b boolean, s smallint, i inet, t time,
    c frozen<list<int>>, m frozen<map<text, int>>, d double, n decimal, v varint, x blob,
    PRIMARY KEY ((k, b), s, i, t, c, m, d, n, v, x))`,
];

testPermitted("init reads the tables of a cluster, and what it writes runs on them", async (t) => {
  const server = await startServerThread();
  try {
    const point = `${server.host}:${server.port}`;
    const client = await connect(point);
    for (const cql of DEFINITIONS) await client.execute(cql);
    await client.shutdown();
    await inTemporaryFolder(async (folder) => {
      const from = ["--contact-points", point, "--keyspace", "shop"];
      const { code, stdout, stderr } = await cassbench(["init", "shop.ts", ...from], {
        cwd: folder,
      });
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(stdout, "Wrote shop.ts. To run it: deno run -A mod.ts shop.ts\n");
      const file = join(folder, "shop.ts");
      await t.step("it is good code", () => assertGoodCode(file));
      await t.step("its models are the tables", async () => {
        // The tables are those of the models, or they would be refused as different.
        const target = ["--contact-points", point, "--keyspace", "shop", "--no-populate"];
        await assertRuns(file, folder, target);
      });
      await t.step("it runs, and its reads find rows", async () => {
        const [serial] = await assertRuns(file, folder);
        assert.equal(serial?.misses, undefined);
      });
      await t.step(
        "it runs in a keyspace of its own",
        () => assert.match(Deno.readTextFileSync(file), /^ {2}keyspace: "shop_bench",$/m),
      );
      await t.step("only the tables that were asked for", async () => {
        const args = ["init", "-", ...from, "--tables", "follows,page_view"];
        const { stdout } = await cassbench(args, { cwd: folder });
        assert.match(stdout, /^ {2}models: \[Follows, PageView\],$/m);
      });
      await t.step("a keyspace and tables that are not there are named", async () => {
        const other = ["--contact-points", point, "--keyspace", "shopp"];
        const { code, stderr } = await cassbench(["init", "a.ts", ...other], { cwd: folder });
        assert.equal(code, 1);
        assert.match(stderr, /^error: Cannot read keyspace "shopp" as the cluster has none of/m);
        assert.match(stderr, /^hint: it has shop$/m);
        const args = ["init", "a.ts", ...from, "--tables", "Follows,orders,follows"];
        const { code: second, stderr: said } = await cassbench(args, { cwd: folder });
        assert.equal(second, 1);
        assert.match(said, /^error: .* "shop" as "Follows", "orders" are no tables of it$/m);
        assert.match(
          said,
          /^hint: it has Odd, by_everything, customer, follows, home, order_line, /m,
        );
        assert.throws(() => Deno.statSync(join(folder, "a.ts")));
      });
    });
  } finally {
    await server.stop();
  }
});
