import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import type { ClusterRecord } from "../../src/cluster/managed/state.ts";
import { cassbench } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { CANARY, KEYSPACE } from "./roles.ts";

/** Who logs in at a Cassandra that `cassandra start` keeps, and asks for passwords. */
export async function checkManaged(t: Deno.TestContext, record: ClusterRecord): Promise<void> {
  const words = [inRepository("tests/fixtures/items.ts"), "--cassandra", "--keyspace", KEYSPACE];
  const cases: Record<string, [flags: string[], env: Record<string, string>, errors: RegExp]> = {
    "its superuser, where nobody is named": [[], {}, /^$/],
    "its superuser, whoever is named in the environment": [
      [],
      { CASSANDRA_USERNAME: "guest", CASSANDRA_PASSWORD: CANARY },
      /^$/,
    ],
    "who is named": [["--username", "writer"], { CASSANDRA_PASSWORD: CANARY }, /^unauthorized$/],
  };
  for (const [name, [flags, variables, errors]] of Object.entries(cases)) {
    await t.step(`--cassandra logs in as ${name}`, () =>
      inTemporaryFolder(async (cwd) => {
        await Deno.writeTextFile(join(cwd, "started-1.json"), JSON.stringify(record));
        const env = { CASSBENCH_CACHE: cwd, ...variables };
        const args = [...words, ...flags, "--client", "driver,wire", "--json", "x.json"];
        const { code, stderr } = await cassbench(args, { cwd, env });
        assert.equal(code, 0, stderr);
        const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
        for (const one of cases) {
          assert.match(Object.keys(one.errors.byClass).join(), errors);
        }
      }));
  }
}
