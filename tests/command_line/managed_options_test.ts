import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { testOnCassandra, withOwnCache } from "../support/cassandra.ts";
import { cassbench } from "../support/cassbench.ts";
import { VIEWS } from "../contract/views.ts";
import { inTemporaryFolder } from "../support/paths.ts";

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

        const unknown = await cassbench([...args, "--cassandra-option", "nosuch=1"], { cwd, env });
        assert.equal(unknown.code, 1);
        assert.match(unknown.stderr, /Invalid yaml\. Please remove properties \[nosuch\]/);
      })
    ),
);
