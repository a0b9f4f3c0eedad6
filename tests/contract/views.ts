import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A scenario with a materialized view, which Cassandra only makes where its cassandra.yaml says so. */
export const VIEWS = `import { model, scenario } from "${inRepository("mod.ts")}";
const User = model("user", { id: "int", email: "text" }, ["id"]);
export default scenario({
  name: "views", models: [User], operations: 20, poolSizes: [5], warmup: 0,
  ddl: [\`CREATE MATERIALIZED VIEW IF NOT EXISTS by_email AS SELECT id, email FROM "user"
    WHERE email IS NOT NULL AND id IS NOT NULL PRIMARY KEY (email, id)\`],
  input: ({ index }) => ({ id: index, email: String(index) }),
  operation: (session, user) => session.create(User, user),
  teardown: (session) => session.execute("SELECT * FROM by_email"),
});`;

/** A Cassandra with an own cassandra.yaml refuses the view, and the hint says what to do. */
export async function checkViewsAreOff(contactPoint: string): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), VIEWS);
    const args = ["x.ts", "--contact-points", contactPoint, "--keyspace", "views_off"];
    const { code, stderr } = await cassbench(args, { cwd });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^hint: .*--cassandra-option KEY=true.*materialized_views_enabled/m);
  });
}
