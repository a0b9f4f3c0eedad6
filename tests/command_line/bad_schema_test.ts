import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const IMPORT = `import { model, scenario } from "${inRepository("mod.ts")}";\n`;
const GOOD = `${IMPORT}const T = model("t", { id: "int" }, ["id"]);
export default scenario({
  name: "x", models: [T], poolSizes: [1], operations: 5, operation: (s) => s.create(T, { id: 1 }),
});`;

/** What is given to cassbench, its exit code, and what standard error must say. */
interface BadInput {
  readonly text?: string;
  readonly flags?: readonly string[];
  readonly code: 1 | 2;
  readonly says: readonly RegExp[];
}

const CASES: Record<string, BadInput> = {
  "a keyspace that is not there, with --no-ddl": {
    flags: ["--no-ddl", "--keyspace", "nowhere"],
    code: 1,
    says: [/Cannot use keyspace "nowhere" as it is not there$/m, /^hint: leave out --no-ddl /m],
  },
  "a replication that is none": {
    flags: ["--replication", "dc1", "--operations", "x"],
    code: 2,
    says: [/- --replication must be a number, or DATACENTER:NUMBER .*: found "dc1"$/m, /- --oper/],
  },
  "replications out of range": {
    flags: ["--replication", "dc1:0,dc2:3", "--keyspace", "a b"],
    code: 2,
    says: [
      /- --replication\.dc1 must be an integer from 1 to 1000: found 0$/m,
      /- --keyspace must be 1 to 48 letters.*: found 'a b'$/m,
      /^hint: as in --(keyspace|replication) /m,
    ],
  },
  "a keyspace with wrong and unknown keys, all at once": {
    text: GOOD.replace(
      "poolSizes",
      'keyspace: { name: "a b", replication: { dc1: 0 }, replicas: 3 } as never, poolSizes',
    ),
    code: 2,
    says: [
      /- keyspace\.name must be 1 to 48 .*: found 'a b'$/m,
      /- keyspace\.replication\.dc1 must be an integer .*: found 0$/m,
      /- keyspace\.replicas is no key that cassbench knows$/m,
    ],
  },
  "ddl that is no list of texts, and two indexes of one name": {
    text: GOOD.replace("models: [T],", 'models: [T, A, B], ddl: ["", 5] as never,').replace(
      "export",
      `const A = model("a", { id: "int", b_c: "int" }, ["id"], { indexes: [{ on: "b_c" }] });
      const B = model("a_b", { id: "int", c: "int" }, ["id"], { indexes: [{ on: "c" }] });\nexport`,
    ),
    code: 2,
    says: [
      /- ddl\[0\] must be a statement of CQL: found ''$/m,
      /- ddl\[1\] must be a statement of CQL: found 5$/m,
      /- models must name each index once, .*: found a_b_c_idx twice$/m,
    ],
  },
  "an index on the embedded server": {
    text: GOOD.replace(
      'T = model("t", { id: "int" }, ["id"]',
      'T = model("t", { id: "int", v: "text" }, ["id"], { indexes: [{ on: "v", using: "sai" }] }',
    ).replace("{ id: 1 }", '{ id: 1, v: "" }'),
    code: 1,
    says: [/does not support CREATE CUSTOM INDEX: .* --cassandra$/m],
  },
  "a materialized view on the embedded server": {
    text: GOOD.replace(
      "models: [T],",
      'models: [T], ddl: ["CREATE MATERIALIZED VIEW v AS SELECT * FROM t WHERE id IS NOT NULL"],',
    ),
    code: 1,
    says: [/does not support CREATE MATERIALIZED VIEW: .* --cassandra$/m],
  },
  "versions and options of Cassandra that cannot be": {
    flags: [
      ...["--cassandra", "--cassandra-version", "3.11", "--cassandra-option", "rpc_address=x"],
      ...["--cassandra-option", "a b=1"],
    ],
    code: 2,
    says: [
      /- --cassandra-version must be a version of 4\.1 or 5\.0, .*: found '3\.11'$/m,
      /- --cassandra-option\.rpc_address is said by cassbench/m,
      /- --cassandra-option\.a b is no key of cassandra\.yaml$/m,
    ],
  },
  "options of Cassandra that have no value, and twice": {
    flags: ["--cassandra", ..."x a=1 a=2".split(" ").flatMap((one) => ["--cassandra-option", one])],
    code: 2,
    says: [
      /- --cassandra-option must be KEY=VALUE: found "x"$/m,
      /- --cassandra-option must say a once$/m,
    ],
  },
  "a data center that the server does not have": {
    flags: ["--replication", "moon:1"],
    code: 1,
    says: [/as its replication names data center "moon" and the cluster has "datacenter1"$/m],
  },
};

for (const [name, { text = GOOD, flags = [], code, says }] of Object.entries(CASES)) {
  testPermitted(
    `told in a sentence and with exit code ${code}: ${name}`,
    () =>
      inTemporaryFolder(async (cwd) => {
        await Deno.writeTextFile(join(cwd, "x.ts"), text);
        const finished = await cassbench(["x.ts", ...flags], { cwd });
        assert.equal(finished.code, code, finished.stderr);
        for (const pattern of says) assert.match(finished.stderr, pattern);
        assert.doesNotMatch(finished.stderr, /^\s+at .*\(|fault of cassbench/m);
      }),
  );
}
