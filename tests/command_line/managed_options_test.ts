import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { testOnCassandra, withOwnCache } from "../support/cassandra.ts";
import { cassbench } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const VIEWS = `import { model, scenario } from "${inRepository("mod.ts")}";
const User = model("user", { id: "int", email: "text" }, ["id"]);
export default scenario({
  name: "views", models: [User], operations: 20, poolSizes: [5], warmup: 0,
  ddl: [\`CREATE MATERIALIZED VIEW IF NOT EXISTS by_email AS SELECT id, email FROM "user"
    WHERE email IS NOT NULL AND id IS NOT NULL PRIMARY KEY (email, id)\`],
  input: ({ index }) => ({ id: index, email: String(index) }),
  operation: (session, user) => session.create(User, user),
  teardown: (session) => session.execute("SELECT * FROM by_email"),
});`;

testOnCassandra(
  "--cassandra-option reaches cassandra.yaml: materialized views, and what it does not know",
  () =>
    inTemporaryFolder((cwd) =>
      withOwnCache(async (env) => {
        await Deno.writeTextFile(join(cwd, "x.ts"), VIEWS);
        const port = findFreePort(["127.0.0.1"]);
        const args = ["x.ts", "--cassandra", "--port", `${port}`, "--json", "x.json"];
        const option = "materialized_views_enabled=true";
        const run = await cassbench([...args, "--cassandra-option", option], { cwd, env });
        assert.equal(run.code, 0, run.stderr);
        assert.match(run.stdout, new RegExp(`on this machine,\\s${option}$`, "m"));
        const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
        assert.deepEqual(result.environment.target.options, { materialized_views_enabled: true });

        const off = await cassbench(args, { cwd, env });
        assert.equal(off.code, 1);
        assert.match(
          off.stderr,
          /^hint: .*--cassandra-option KEY=true.*materialized_views_enabled/m,
        );

        const unknown = await cassbench([...args, "--cassandra-option", "nosuch=1"], { cwd, env });
        assert.equal(unknown.code, 1);
        assert.match(unknown.stderr, /Invalid yaml\. Please remove properties \[nosuch\]/);
      })
    ),
);
