/** A real Cassandra that demands client certificates. */
import { delay } from "@std/async";
import assert from "node:assert/strict";
import { launchCluster } from "../../../src/cluster/managed/launch.ts";
import { findFreePort } from "../../../src/cluster/managed/ports.ts";
import type { TlsOptions } from "../../../src/cluster/tls/options.ts";
import { TargetError } from "../../../src/errors.ts";
import { downloadOnce } from "../managed/fixture.ts";
import { bestOf } from "../../support/best_of.ts";
import { testOnCassandra } from "../../support/cassandra.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { open } from "../../support/targets.ts";

testOnCassandra(
  "T21 on Cassandra: certificates of both sides are checked, and a frozen node is noticed",
  async (t) => {
    const { ca, sign } = makeAuthority();
    const { ca: otherCa, sign: signOther } = makeAuthority("Other CA");
    const node = sign({ name: "node", names: ["127.0.0.1"] });
    const me = sign({ name: "me" });
    const stranger = signOther({ name: "stranger" });
    const old = sign({ name: "old", days: [-9, -1] });
    await downloadOnce();
    const port = findFreePort(["127.0.0.1"]);
    const point = `127.0.0.1:${port}`;
    const cluster = await launchCluster({
      port,
      options: {
        authenticator: "PasswordAuthenticator",
        client_encryption_options: {
          enabled: true,
          optional: false,
          require_client_auth: true,
          ssl_context_factory: {
            class_name: "org.apache.cassandra.security.PEMBasedSslContextFactory",
            parameters: { private_key: node.key + node.cert, trusted_certificates: ca.cert },
          },
        },
      },
    });
    const known = { ca: ca.cert, cert: me.cert, key: me.key };
    const login = { username: "cassandra", password: "cassandra" };
    const address = { contactPoints: [point], tls: known, ...login };
    const table: [says: string, tls: TlsOptions | undefined, problem?: RegExp][] = [
      ["both certificates are right", known],
      ["no TLS", undefined, /wants TLS$/],
      ["no client certificate", { ca: ca.cert }, /demands a client certificate$/],
      [
        "a client certificate of another authority",
        { ca: ca.cert, cert: stranger.cert, key: stranger.key },
        /refuses the client certificate/,
      ],
      [
        "an expired client certificate",
        { ca: ca.cert, cert: old.cert, key: old.key },
        /refuses the client certificate/,
      ],
      [
        "another authority is trusted",
        { ...known, ca: otherCa.cert },
        /has a certificate of "Test CA", which is not trusted$/,
      ],
      [
        "another name is asked for",
        { ...known, serverName: "node.example" },
        /has a certificate for 127\.0\.0\.1, not for node\.example$/,
      ],
      ["nothing is checked here", { insecure: true, cert: me.cert, key: me.key }],
    ];
    try {
      // A new Cassandra takes connections before it has made its superuser.
      await untilOpen(() => open(address, "tls", []));
      for (const client of ["driver", "wire"] as const) {
        for (const [says, tls, problem] of table) {
          await t.step(`${says}, by ${client}`, async () => {
            const opening = () =>
              open({ contactPoints: [point], ...login, ...tls && { tls } }, "tls", [], { client });
            if (problem === undefined) {
              const target = await opening();
              const { rows } = await target.session.execute("SELECT key FROM system.local");
              assert.deepEqual(rows, [{ key: "local" }]);
              return await target.close();
            }
            const best = await bestOf(2_000, async () => {
              const startedAt = performance.now();
              await assert.rejects(opening(), (error: TargetError) => {
                assert.ok(error instanceof TargetError);
                assert.match(error.message, problem);
                return true;
              });
              return performance.now() - startedAt;
            });
            assert.ok(best < 2_000, `${best} ms`);
          });
        }
      }
      await t.step("a login is checked behind TLS, too", async () => {
        const wrong = { ...address, password: "wrong" };
        await assert.rejects(open(wrong, "tls", []), /log in/);
      });
      await t.step("a frozen node is noticed, and used again when it goes on", async () => {
        await cluster.control!.act(1, "stop");
        await assert.rejects(open(address, "tls", []), /accepts connections and does not answer/);
        await cluster.control!.act(1, "continue");
        const target = await open(address, "tls", []);
        await target.close();
      });
    } finally {
      await cluster.stop();
    }
  },
);

async function untilOpen(attempt: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const target = await attempt().catch((error) => {
      if (performance.now() > end) throw error;
    });
    if (target) return await target.close();
    await delay(100);
  }
}
