import assert from "node:assert/strict";
import { join } from "node:path";
import { nkeys } from "@nats-io/nats-core";
import type { NatsAccess } from "../../../src/agents/nats/access.ts";
import { connectNats } from "../../../src/agents/nats/connect.ts";
import { TargetError } from "../../../src/errors.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { startNats } from "../../support/nats.ts";
import { makeOperator } from "../../support/nats_jwt.ts";
import { testPermitted } from "../../support/needs.ts";
import { inTemporaryFolder } from "../../support/paths.ts";

const NEVER = new AbortController().signal;

/** What a wrong way in is told: what is wrong, and the hint. */
type Refusal = readonly [access: Partial<NatsAccess>, why: RegExp, hint: RegExp];

async function assertGoesIn(access: NatsAccess): Promise<void> {
  const nats = await connectNats(access, NEVER);
  assert.ok(!nats.isClosed());
  await nats.close();
}

async function assertRefused(servers: string, refusals: readonly Refusal[]): Promise<void> {
  for (const [access, why, hint] of refusals) {
    const error: TargetError = await connectNats({ servers, ...access }, NEVER)
      .then(() => assert.fail(`${JSON.stringify(access)} is let in`), (error) => error);
    assert.ok(error instanceof TargetError, String(error));
    assert.match(error.message, why);
    assert.ok(error.message.startsWith(`Cannot use NATS at "${access.servers ?? servers}" as `));
    assert.match(String(error.hint), hint);
    assert.ok(!`${error.message} ${error.hint}`.includes("s3cret"), "it repeats the secret");
  }
}

/** Runs a body with a folder of files. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  body: (pathOf: (name: string) => string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const pathOf = (name: string) => join(folder, name);
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(pathOf(name), text);
    await body(pathOf);
  });
}

testPermitted(
  "connectNats() goes in as a user with a password, and names what is wrong",
  async () => {
    await using nats = await startNats({ config: 'authorization { user: u, password: "s3cret" }' });
    const servers = nats.url;
    await assertGoesIn({ servers, user: "u", password: "s3cret" });
    const refused = /it refuses the login/;
    await assertRefused(servers, [
      [{}, refused, /log in: --nats-user, CASSBENCH_NATS_TOKEN, --nats-creds or --nats-nkey/],
      [{ user: "u", password: "s3cret!" }, refused, /CASSBENCH_NATS_PASSWORD/],
      [{ user: "v", password: "s3cret" }, refused, /--nats-user/],
      [{ user: "u" }, refused, /CASSBENCH_NATS_PASSWORD/],
      [{ token: "s3cret" }, refused, /CASSBENCH_NATS_TOKEN/],
    ]);
  },
);

testPermitted("connectNats() goes in with a token", async () => {
  await using nats = await startNats({ config: 'authorization { token: "s3cret" }' });
  await assertGoesIn({ servers: nats.url, token: "s3cret" });
  await assertRefused(nats.url, [
    [{ token: "s3cret!" }, /it refuses the login/, /CASSBENCH_NATS_TOKEN/],
  ]);
});

testPermitted("connectNats() goes in with an NKey, whose seed is in a file", async () => {
  const [user, other] = [nkeys.createUser(), nkeys.createUser()];
  const seedOf = (pair: typeof user) => new TextDecoder().decode(pair.getSeed());
  const config = `authorization { users: [ { nkey: ${user.getPublicKey()} } ] }`;
  await using nats = await startNats({ config });
  const files = { right: `${seedOf(user)}\n`, other: seedOf(other), text: "s3cret" };
  await withFiles(files, async (pathOf) => {
    await assertGoesIn({ servers: nats.url, nkey: pathOf("right") });
    await assertRefused(nats.url, [
      [{ nkey: pathOf("other") }, /it refuses the login/, /knows this NKey/],
      [{ nkey: pathOf("text") }, /"[^"]*text" holds no seed of an NKey/, /begins with SU/],
      [{ nkey: pathOf("none") }, /"[^"]*none" cannot be read: No such file/, /undefined/],
    ]);
  });
});

testPermitted("connectNats() goes in with a file of credentials, which holds a JWT", async () => {
  const [operator, other] = [makeOperator(), makeOperator()];
  await using nats = await startNats({ config: operator.config });
  const files = { right: operator.creds, other: other.creds, text: "s3cret" };
  await withFiles(files, async (pathOf) => {
    await assertGoesIn({ servers: nats.url, creds: pathOf("right") });
    await assertRefused(nats.url, [
      [{ creds: pathOf("other") }, /it refuses the login/, /a user of this server's account/],
      [{ creds: pathOf("text") }, /"[^"]*text" holds no credentials/, /nsc generate creds/],
      [{ creds: pathOf("none") }, /"[^"]*none" cannot be read: No such file/, /undefined/],
    ]);
  });
});

testPermitted("connectNats() speaks TLS, and trusts the authority that it is told", async () => {
  const [authority, stranger] = [makeAuthority(), makeAuthority("Stranger")];
  const server = authority.sign({ name: "nats", names: ["localhost", "127.0.0.1"] });
  const client = authority.sign({ name: "client" });
  const other = stranger.sign({ name: "other" });
  const files = {
    ...{ otherCert: other.cert, otherKey: other.key },
    ...{ ca: authority.ca.cert, stranger: stranger.ca.cert },
    ...{ serverCert: server.cert, serverKey: server.key, cert: client.cert, key: client.key },
  };
  await withFiles(files, async (pathOf) => {
    const [ca, cert, key] = [pathOf("ca"), pathOf("cert"), pathOf("key")];
    const tls = `cert_file: "${pathOf("serverCert")}", key_file: "${pathOf("serverKey")}"`;
    {
      await using nats = await startNats({ config: `tls { ${tls} }` });
      await assertGoesIn({ servers: nats.url, tls: { ca } });
      await assertGoesIn({ servers: nats.url.replace("nats:", "tls:"), tls: { ca } });
      await assertRefused(nats.url, [
        [{}, /TLS failed/, /--nats-ca/],
        [{ tls: { ca: pathOf("stranger") } }, /TLS failed/, /check that --nats-ca/],
        [{ tls: { ca, serverName: "other.example" } }, /TLS failed/, /as its certificate names it/],
        [{ tls: { ca: pathOf("none") } }, /"[^"]*none" cannot be read/, /undefined/],
      ]);
    }
    {
      await using nats = await startNats({
        config: `tls { ${tls}, ca_file: "${ca}", verify: true }`,
      });
      await assertGoesIn({ servers: nats.url, tls: { ca, cert, key } });
      const other = { cert: pathOf("otherCert"), key: pathOf("otherKey") };
      for (const wrong of [{}, other]) {
        const refused = connectNats({ servers: nats.url, tls: { ca, ...wrong } }, NEVER, 1_000);
        const error: TargetError = await refused.then(() => assert.fail(), (error) => error);
        assert.match(error.message, /as (TLS failed|it ended the connection)/);
        assert.match(String(error.hint), /wants a certificate that it can check: --nats-cert/);
      }
    }
    {
      await using nats = await startNats();
      await assertRefused(nats.url, [[{ tls: { ca } }, /TLS/, /speaks no TLS/]]);
    }
  });
});

testPermitted("connectNats() says that JetStream is missing", async () => {
  await using nats = await startNats({ jetstream: false });
  await assertRefused(nats.url, [[{}, /it has no JetStream/, /nats-server -js/]]);
});

testPermitted("connectNats() says what is wrong where no NATS answers", async () => {
  await assertRefused("nats://127.0.0.1:1", [
    [{}, /it refuses the connection/, /nats-server -js/],
    [{ servers: "nats://no.such.host.invalid:4222" }, /its name is not known/, /check the address/],
  ]);
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const servers = `nats://127.0.0.1:${silent.addr.port}`;
  const accepted = silent.accept();
  await assert.rejects(
    connectNats({ servers }, NEVER, 300),
    /Cannot use NATS at "[^"]+" as it does not answer within 0.3 s/,
  );
  (await accepted).close();
});

testPermitted("connectNats() says that something else than NATS answers", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answering = listener.accept().then(async (socket) => {
    await socket.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n"));
    return socket;
  });
  await assertRefused(`nats://127.0.0.1:${listener.addr.port}`, [
    [{}, /something else than NATS/, /4222/],
  ]);
  (await answering).close();
});

testPermitted("connectNats() ends at once when it is stopped", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const stopping = new AbortController();
  const servers = `127.0.0.1:${silent.addr.port}`;
  const opening = connectNats({ servers }, stopping.signal);
  const socket = await silent.accept();
  stopping.abort(new Error("stopped"));
  await assert.rejects(opening, /stopped/);
  socket.close();
  await assert.rejects(connectNats({ servers }, stopping.signal), /stopped/);
});
