/** Nodes behind TLS that hang: they are noticed and left out as without TLS, and a run ends by itself. */
import assert from "node:assert/strict";
import { TargetError } from "../../../src/errors.ts";
import { bestOf } from "../../support/best_of.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { startFakeCluster } from "../../support/fake_cluster.ts";
import { startForwarder } from "../../support/forwarder.ts";
import { testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";
import { startTlsServer } from "../../support/tls_server.ts";

/** Bytes that are a part of what a server says first. */
const MID_HANDSHAKE = 300;

testPermitted("contact points that hang before or in TLS's handshake are left out", async () => {
  const { ca, sign } = makeAuthority();
  const certificate = sign({ name: "node", names: ["127.0.0.1"] });
  await using good = await startTlsServer(certificate);
  await using silent = await startForwarder(good.contactPoint, { stopAfter: 0 });
  await using midway = await startForwarder(good.contactPoint, { stopAfter: MID_HANDSHAKE });
  const hanging = [silent.contactPoint, midway.contactPoint];
  const tls = { ca: ca.cert };
  for (const client of ["driver", "wire"] as const) {
    const contactPoints = [...hanging, good.contactPoint];
    const target = await open({ contactPoints, tls }, "hanging", [], { client });
    const expected = hanging.map((point) => `${point} accepts connections and does not answer`);
    assert.deepEqual(target.description.unreachable, expected);
    await target.session.execute("SELECT key FROM system.local");
    await target.close();
  }
  const best = await bestOf(8_000, async () => {
    const startedAt = performance.now();
    const opening = open({ contactPoints: hanging, tls }, "hanging", []);
    await assert.rejects(opening, (error: TargetError) => {
      assert.ok(error instanceof TargetError);
      assert.match(error.message, /accepts connections and does not answer; .* does not answer$/);
      assert.match(error.hint ?? "", /^the node hangs/);
      return true;
    });
    return performance.now() - startedAt;
  });
  assert.ok(best < 8_000, `${best} ms`);
});

testPermitted(
  "a node that only the cluster names, and that hangs in TLS's handshake, is left out",
  async () => {
    const { ca, sign } = makeAuthority();
    const certificate = sign({ name: "node", names: ["127.0.0.1"] });
    await using cluster = await startFakeCluster([{}, {}]);
    const [one, two] = cluster.nodes.map(({ address }) => address) as [string, string];
    await using good = await startTlsServer({ ...certificate, server: one });
    await using behind = await startTlsServer({ ...certificate, server: two });
    await using midway = await startForwarder(behind.contactPoint, { stopAfter: MID_HANDSHAKE });
    const addresses = { [one]: good.contactPoint, [two]: midway.contactPoint };
    for (const client of ["driver", "wire"] as const) {
      const target = await open(
        { contactPoints: [good.contactPoint], addresses, tls: { ca: ca.cert } },
        "hanging",
        [],
        { client },
      );
      assert.match(
        String(target.description.unreachable),
        /accepts connections and does not answer/,
      );
      await target.session.execute("SELECT key FROM system.local");
      await target.close();
    }
  },
);
