/** TLS as a person uses it. */
import assert from "node:assert/strict";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { makeAuthority } from "../support/certificates.ts";
import { startForwarder } from "../support/forwarder.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { startTlsServer } from "../support/tls_server.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const SIZE = ["--latency", "0", "--pool-sizes", "10", "--warmup", "0", "--client", "driver,wire"];
const FILES = ["--json", "x.json", "--markdown", "-", "--quiet"];

async function read(cwd: string): Promise<Result> {
  return JSON.parse(await Deno.readTextFile(`${cwd}/x.json`));
}

testPermitted("two threads of both clients speak TLS, and the report says how", async (t) => {
  const { ca, sign } = makeAuthority();
  const client = sign({ name: "client" });
  await using server = await startTlsServer({
    ...sign({ name: "node", names: ["node.example"] }),
    clientAuthority: ca.cert,
  });
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/ca.pem`, ca.cert);
    await Deno.writeTextFile(`${cwd}/me.pem`, client.cert);
    await Deno.writeTextFile(`${cwd}/me.key`, client.key);
    const size = [...SIZE, "--operations", "200", "--workers", "2"];
    const me = ["--contact-points", server.contactPoint, "--cert", "me.pem", "--key", "me.key"];

    await t.step("checked", async () => {
      const checked = ["--ca", "ca.pem", "--server-name", "node.example"];
      const run = await cassbench([LATENCY, ...me, ...checked, ...size, ...FILES], { cwd });
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /existing cluster,\s+over TLS\s+with a client certificate\n/);
      assert.doesNotMatch(run.stdout, /not\s+checked/);
      const { environment, cases } = await read(cwd);
      assert.deepEqual(environment.target.tls, { verified: true, clientCertificate: true });
      assert.deepEqual(cases.map(({ errors }) => errors.total), [0, 0]);
      assert.ok(server.asked.every((name) => name === "node.example"), server.asked.join());
      const written = run.stdout + run.stderr + await Deno.readTextFile(`${cwd}/x.json`);
      assert.doesNotMatch(written, /BEGIN|PRIVATE/);
    });

    await t.step("not checked", async () => {
      const run = await cassbench([LATENCY, ...me, "--insecure", ...size, ...FILES], { cwd });
      assert.equal(run.code, 0, run.stderr);
      assert.match(
        run.stdout,
        /over TLS\s+with a\s+client certificate,\s+certificates\s+not\s+checked\n/,
      );
      assert.match(run.stdout, /No\s+certificate\s+was\s+checked\s+\(--insecure\)/);
      assert.deepEqual((await read(cwd)).environment.target.tls, {
        verified: false,
        clientCertificate: true,
      });
    });

    await t.step("refused, with exit code 1 and no stack", async () => {
      const run = await cassbench([LATENCY, ...me, "--ca", "ca.pem", ...size, ...FILES], { cwd });
      assert.equal(run.code, 1);
      assert.equal(
        run.stderr,
        `error: Cannot reach Cassandra at "${server.contactPoint}": ${server.contactPoint} has a ` +
          "certificate for node.example, not for 127.0.0.1\n" +
          "hint: pass --server-name with a name that the certificate has\n",
      );
    });
  });
});

testPermitted(
  "where all nodes freeze behind TLS, the run ends by itself and every operation is counted once",
  async () => {
    const { ca, sign } = makeAuthority();
    await using server = await startTlsServer(sign({ name: "node", names: ["127.0.0.1"] }));
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(`${cwd}/ca.pem`, ca.cert);
      await Promise.all(["driver", "wire"].map(async (client) => {
        await using forwarder = await startForwarder(server.contactPoint, {
          freezeAfter: 50_000,
        });
        const { stderr, elapsed } = await cassbench([
          ...[LATENCY, "--contact-points", forwarder.contactPoint, "--ca", "ca.pem"],
          ...["--latency", "0", "--pool-sizes", "10", "--warmup", "0", "--client", client],
          ...["--operations", "1000000", "--timeout", "200ms", "--json", `${client}.json`],
          ...["--markdown", "-"],
        ], { cwd });
        assert.ok(elapsed < 30_000, `${elapsed} ms`);
        assert.match(stderr, /^An outage ended a case/m);
        const text = await Deno.readTextFile(`${cwd}/${client}.json`);
        const [{ endedBy, operations = 0, errors, serviceTime } = {}] =
          (JSON.parse(text) as Result).cases;
        assert.equal(endedBy, "outage");
        assert.equal(operations, (serviceTime?.count ?? 0) + (errors?.total ?? NaN));
        assert.ok((serviceTime?.count ?? 0) > 0);
      }));
    });
  },
);
