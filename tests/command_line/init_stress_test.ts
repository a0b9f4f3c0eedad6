// deno-lint-ignore-file camelcase -- the names of profiles
/** `init --from-stress`: profiles of cassandra-stress become scenarios that are formatted, compile and run. */
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import type { CaseResult } from "../../mod.ts";
import { errorLines } from "../../src/cli/terminal.ts";
import { ScenarioError } from "../../src/errors.ts";
import { scenarioFromStress } from "../../src/init/stress/scenario.ts";
import { cassbench } from "../support/cassbench.ts";
import { assertGoodCode, assertRunsHere, writeFromStress } from "../support/init.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const PROFILES = inRepository("tests/fixtures/stress");

/** What must be told of a profile that a scenario does otherwise; anything else is carried over. */
const NOTES: Record<string, readonly RegExp[]> = {
  accounts_lwt: [/^population of login: 50_000 partitions are 2_000/],
  blog_posts: [/^population of domain: 2_000 partitions are 166/],
  collections: [
    /^population of sku: 5_000 partitions are 2_000/,
    /^population of prices: its elements are at random$/,
    /^size of reviews: uniform from 0 to 4$/,
  ],
  key_value: [/^population of id: 100_000_000 partitions are 2_000/],
  many_queries: [
    /^CREATE MATERIALIZED VIEW shop\.orders_by_article AS SELECT .*line\)$/,
    /^insert: visits: not understood$/,
    /^columnspec weight: the table has no such column$/,
    /^query atMost: a \? of it is no value of orders: SELECT .* LIMIT \?$/,
  ],
  many_types: [
    /^COMPACT STORAGE, which Cassandra no longer has$/,
    /^population of name, choice: 2_000_000 partitions are 1_250/,
    /^population of lval: clustering columns count up within their partition$/,
    /^size of value: qextreme\(\) is without its steps/,
  ],
  odd_names: [],
  page_counters: [/^population of page: 3_000 partitions are 833/, /^power\(\) is keys\.zipf\(\)/],
  sensor_readings: [
    /^replication 3: pass --replication 3$/,
    /^population of sensor_id, day: 3_500 partitions are 416/,
  ],
  user_types: [/^population of id: 20_000 partitions are 2_000/],
  vectors: [/^population of id: 5_000 partitions are 2_000/],
  wide_rows: [
    /^replication eu:3,us:2: pass --replication eu:3,us:2$/,
    /^token_range_queries: not understood$/,
    /^population of account: 1_000 partitions are 250/,
    /^population of folder: clustering columns count up within their partition$/,
  ],
};

testPermitted("there is a test of every profile", () => {
  const files = [...Deno.readDirSync(PROFILES)].filter(({ name }) => name.endsWith(".yaml"))
    .map(({ name }) => name.replace(".yaml", ""));
  assert.deepEqual(files.sort(), Object.keys(NOTES));
});

testPermitted(
  "a profile of cassandra-stress becomes a scenario, and what it does otherwise is told",
  async (t) => {
    await inTemporaryFolder(async (folder) => {
      const files: string[] = [];
      for (const [name, notes] of Object.entries(NOTES)) {
        await t.step(name, async () => {
          const file = join(folder, `${name}.ts`);
          const told = await writeFromStress(join(PROFILES, `${name}.yaml`), file);
          assert.equal(told.length, notes.length, told.join("\n"));
          notes.forEach((note, at) => assert.match(told[at] ?? "", note));
          const text = Deno.readTextFileSync(file);
          for (const note of told) assert.ok(text.includes(`// - ${note}\n`), note);
          files.push(file);
        });
      }
      await t.step("the command line writes the same, and tells the same", async () => {
        const file = files.find((one) => one.endsWith("many_queries.ts")) ?? "";
        const profile = join(PROFILES, "many_queries.yaml");
        const args = ["init", "-", "--from-stress", profile];
        const { code, stdout, stderr } = await cassbench(args, { cwd: folder });
        assert.equal(code, 0, stderr);
        const told = [...stderr.matchAll(/^not carried over: (.*)$/gm)].map(([, note]) => note);
        assert.deepEqual(told, await writeFromStress(profile, file));
        assert.equal(stdout, Deno.readTextFileSync(file));
      });
      await t.step(
        "all of them are formatted, compile and are good to the linter",
        () => assertGoodCode(...files),
      );
      for (const file of files) {
        // Indexes are what the embedded server does not have; tests/contract has them on Cassandra.
        if (Deno.readTextFileSync(file).includes("indexes: [")) continue;
        await t.step(`${basename(file)} runs, and its reads find rows`, async () => {
          const [only] = await assertRunsHere(file) as [CaseResult];
          assert.equal(only.operations, 100);
          // Only one profile deletes what it reads.
          assert.equal(only.misses, undefined);
        });
      }
    });
  },
);

testPermitted(
  "--ops says how often each operation of a profile runs",
  () =>
    inTemporaryFolder(async (folder) => {
      const profile = join(PROFILES, "many_queries.yaml");
      for (const ops of ["insert=1,order=3", "ops(insert=1, order=3)"]) {
        const args = ["init", "-", "--from-stress", profile, "--ops", ops];
        const { code, stdout, stderr } = await cassbench(args, { cwd: folder });
        assert.equal(code, 0, stderr);
        const weights = [...stdout.matchAll(/^ {4}(\w+): \{\n {6}weight: (\d+),$/gm)];
        assert.deepEqual(weights.map(([, name, weight]) => [name, weight]), [
          ["insert", "1"],
          ["order", "3"],
        ]);
        assert.match(stderr, /^not carried over: query line: --ops leaves it out$/m);
      }
    }),
);

const GOOD = `keyspace: k
table: t
table_definition: CREATE TABLE t (a int, b int, c text, PRIMARY KEY (a, b))
`;

const BAD: Record<string, { yaml?: string; flags?: readonly string[]; says: readonly RegExp[] }> = {
  "a file that is not there": {
    says: [/^error: Cannot read profile "p\.yaml" as it cannot be opened: No such file/m],
  },
  "what is no YAML": {
    yaml: 'keyspace: "k\n  table: [',
    says: [
      /^error: Cannot turn "p\.yaml" into a scenario as it is no YAML: .* at line \d+, column/m,
    ],
  },
  "a list": {
    yaml: "- a\n- b\n",
    says: [/scenario as it must be a profile: keyspace, table, table_definition, …: found \[ 'a'/],
  },
  "an empty file": { yaml: "", says: [/as it must be a profile: .*: found null$/m] },
  "a YAML file of something else": {
    yaml: "services:\n  web:\n    image: nginx\n",
    says: [
      /- keyspace must be text: found undefined$/m,
      /- table must be text: found undefined$/m,
      /- table_definition must be the table's CREATE TABLE: found undefined$/m,
      /^hint: a profile has keyspace, table and table_definition; /m,
    ],
  },
  "a profile without its table's definition": {
    yaml: "keyspace: k\ntable: t\n",
    says: [
      /as table_definition must be the table's CREATE TABLE: found undefined$/m,
      /^hint: to read a table that exists, .* pass --contact-points and --keyspace$/m,
    ],
  },
  "distributions, batches and fields that are none, all at once": {
    yaml: `${GOOD}columnspec:
  - {name: a, population: uniform(1-10), size: gauss(5..1)}
  - {name: b, cluster: 5}
insert: {batchtype: FAST, select: half, partitions: extreme(1..5)}
queries: {q: {cql: 7, fields: allrows}, r: select}
`,
    says: [
      /- columnspec\[0\]\.size must be a distribution, as uniform\(1\.\.10\): found 'gauss\(5\.\.1\)'$/m,
      /- columnspec\[0\]\.population must be a distribution, .*: found 'uniform\(1-10\)'$/m,
      /- columnspec\[1\]\.cluster must be a distribution, .*: found 5$/m,
      /- insert\.partitions must be a distribution, .*: found 'extreme\(1\.\.5\)'$/m,
      /- insert\.batchtype must be LOGGED, UNLOGGED or COUNTER: found 'FAST'$/m,
      /- insert\.select must be a distribution and its divisor, as fixed\(1\)\/1: found 'half'$/m,
      /- queries\.q\.cql must be text: found 7$/m,
      /- queries\.q\.fields must be samerow or multirow: found 'allrows'$/m,
      /- queries\.r must be a query with its cql: found 'select'$/m,
    ],
  },
  "definitions and queries that are no CQL, all at once": {
    yaml: `keyspace: k
keyspace_definition: CREATE KEYSPACE
table: t
table_definition: CREATE TABLE t (a int b)
extra_definitions: [CREATE TYPE x (y)]
queries: {q: {cql: SELEKT}}
`,
    says: [
      /- keyspace_definition must be CQL: line /,
      /- table_definition must be CQL: line 1:22 /,
      /- extra_definitions\[0\] must be CQL: line 1:/,
      /- queries\.q\.cql must be CQL that is understood: line 1:0 /,
    ],
  },
  "a definition of another table, or of none": {
    yaml: GOOD.replace("table: t", "table: other"),
    says: [/as table must be that of table_definition, t: found "other"$/m],
  },
  "a definition that creates no table": {
    yaml: GOOD.replace("CREATE TABLE t", "CREATE TYPE t").replace(", PRIMARY KEY (a, b)", ""),
    says: [/as table_definition must be a CREATE TABLE$/m],
  },
  "a table without a key": {
    yaml: GOOD.replace(", PRIMARY KEY (a, b)", ""),
    says: [/as table_definition must be CQL: table t has no PRIMARY KEY$/m],
  },
  "operations that the profile does not have": {
    yaml: `${GOOD}queries: {q: {cql: SELECT * FROM t WHERE a = ?}}\n`,
    flags: ["--ops", "insert=1,read=3,q"],
    says: [
      /- --ops must be operations of the profile .*\(insert=1,q=1\): found "read=3"$/m,
      /- --ops must be operations of the profile .*: found "q"$/m,
    ],
  },
  "operations that never run": {
    yaml: GOOD,
    flags: ["--ops", "insert=0"],
    says: [/as --ops must give an operation a share: found "insert=0"$/m],
  },
  "a profile and a cluster": {
    yaml: GOOD,
    flags: ["--contact-points", "127.0.0.1", "--keyspace", "k"],
    says: [/as --from-stress and --keyspace with a cluster are two sources$/m],
  },
};

for (const [name, { yaml, flags = [], says }] of Object.entries(BAD)) {
  const isProfile = yaml !== undefined && flags.length === 0;
  testPermitted(`init refuses ${name}`, async () => {
    const said = isProfile ? refusal(yaml) : await refusalOfCommand(yaml, flags);
    for (const sentence of says) assert.match(said, sentence);
    assert.doesNotMatch(said, /this is a fault of cassbench/);
  });
}

/** What is said of a profile in this process, which starts faster than another one. */
function refusal(yaml: string): string {
  try {
    scenarioFromStress({ file: "p.yaml", yaml });
  } catch (error) {
    // The command line ends with 2 for these.
    assert.ok(error instanceof ScenarioError, String(error));
    return errorLines(error).join("\n");
  }
  assert.fail("it is refused");
}

async function refusalOfCommand(yaml: string | undefined, flags: readonly string[]) {
  return await inTemporaryFolder(async (folder) => {
    if (yaml !== undefined) Deno.writeTextFileSync(join(folder, "p.yaml"), yaml);
    const args = ["init", "new.ts", "--from-stress", "p.yaml", ...flags];
    const { code, stderr } = await cassbench(args, { cwd: folder });
    assert.equal(code, 2, stderr);
    assert.throws(() => Deno.statSync(join(folder, "new.ts")));
    return stderr;
  });
}
