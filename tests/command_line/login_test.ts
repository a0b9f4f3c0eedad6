import { delay } from "@std/async";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { chooseEngine } from "../../src/cluster/managed/choose_engine.ts";
import type { Engine } from "../../src/cluster/managed/engine.ts";
import { startNode } from "../../src/cluster/managed/started_node.ts";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { downloadOnce } from "../cluster/managed/fixture.ts";
import { testOnCassandra } from "../support/cassandra.ts";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { open } from "../support/targets.ts";

const SECRET = "s3cret-canary";

/** An engine whose nodes ask who one is and what one may do. */
function guarded(engine: Engine): Engine {
  return {
    ...engine,
    async nodeCommand(node) {
      const command = await engine.nodeCommand(node);
      const file = join(node.folder, "cassandra.yaml");
      const settings = JSON.parse(await Deno.readTextFile(file));
      const guards = { authenticator: "PasswordAuthenticator", authorizer: "CassandraAuthorizer" };
      await Deno.writeTextFile(file, JSON.stringify({ ...settings, ...guards }));
      const beforeClassPath = command.indexOf("-cp");
      return command.toSpliced(beforeClassPath, 0, "-Dcassandra.superuser_setup_delay_ms=0");
    },
  };
}

/** Runs a body against a Cassandra with logins, in which `guest` may do nothing. */
async function withLogins(body: (point: string, folder: string) => Promise<void>): Promise<void> {
  const engine = await chooseEngine(1);
  await downloadOnce();
  await inTemporaryFolder(async (folder) => {
    const address = "127.0.0.1";
    const port = findFreePort([address]);
    const node = await startNode(guarded(engine), {
      address,
      addresses: [address],
      port,
      storagePort: findFreePort([address]),
      folder: join(folder, "node"),
    }, undefined);
    try {
      await untilLogSays(join(folder, "node", "system.log"), "Created default superuser role");
      const admin = {
        contactPoints: [`${address}:${port}`],
        username: "cassandra",
        password: "cassandra",
      };
      const opened = await open(admin, "open_to_all", []);
      await opened.session.execute(
        `CREATE ROLE guest WITH PASSWORD = '${SECRET}' AND LOGIN = true`,
      );
      await opened.close();
      await body(`${address}:${port}`, folder);
    } finally {
      await node.kill();
    }
  });
}

/** A node takes connections before it has made the role that may log in. */
async function untilLogSays(file: string, text: string): Promise<void> {
  const givesUpAt = performance.now() + 60_000;
  while (!(await Deno.readTextFile(file)).includes(text)) {
    assert.ok(performance.now() < givesUpAt, `${file} does not say "${text}"`);
    await delay(50);
  }
}

testOnCassandra(
  "logging in: who may not is told so at once, and no password is ever written",
  (t) =>
    withLogins(async (point, cwd) => {
      const scenario = inRepository("scenarios/latency.ts");
      const size = ["--latency", "0", "--operations", "20", "--client", "driver,wire"];
      const args = [scenario, "--contact-points", point, ...size, "--json", "x.json"];
      function run(username?: string, password?: string): Promise<Finished> {
        const env = password === undefined ? {} : { CASSANDRA_PASSWORD: password };
        return cassbench([...args, "--debug", ...username ? ["--username", username] : []], {
          cwd,
          env,
        });
      }

      await t.step("without a name", async () => {
        const { code, stderr } = await run();
        assert.equal(code, 1);
        assert.match(stderr, /Cannot log in to Cassandra at .* as its PasswordAuthenticator wants/);
        assert.match(stderr, /hint: pass --username NAME; the password comes from CASSANDRA_PASS/);
      });

      await t.step("with a wrong password", async () => {
        const { code, stderr } = await run("guest", `${SECRET}-wrong`);
        assert.equal(code, 1);
        assert.match(stderr, /Provided username guest and\/or password are incorrect/);
        assert.ok(!stderr.includes(SECRET));
      });

      await t.step("without the permission to create a keyspace", async () => {
        const { code, stderr } = await run("guest", SECRET);
        assert.equal(code, 1);
        assert.match(
          stderr,
          /the server refused "CREATE KEYSPACE .*guest has no CREATE permission/,
        );
        assert.ok(!stderr.includes(SECRET));
      });

      await t.step("with everything right, by both clients", async () => {
        const { code, stdout, stderr } = await run("cassandra", "cassandra");
        assert.equal(code, 0, stderr);
        const json = await Deno.readTextFile(join(cwd, "x.json"));
        const { cases }: Result = JSON.parse(json);
        assert.deepEqual(cases.map(({ errors }) => errors.total), [0, 0, 0, 0]);
        const written = stdout + stderr + json;
        assert.doesNotMatch(written, /password|credentials/);
      });
    }),
);
