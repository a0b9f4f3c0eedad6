import assert from "node:assert/strict";
import { probeAll } from "../../src/cluster/probe.ts";
import { listen } from "../../src/embedded/listen.ts";
import { startServerThread } from "../../src/embedded/server.ts";
import { newClient } from "./client.ts";
import { testPermitted } from "../support/needs.ts";

testPermitted("server: starts in a thread, serves the driver and stops", async () => {
  const server = await startServerThread();
  assert.equal(server.host, "127.0.0.1");
  assert.match(server.version, /-embedded$/);
  const client = newClient(server.port);
  const { rows } = await client.execute("SELECT release_version FROM system.local");
  assert.equal(rows[0]!["release_version"], server.version);
  await client.shutdown();
  await server.stop();
  await server.stop();
  await assert.rejects(Deno.connect({ hostname: "127.0.0.1", port: server.port }));
});

testPermitted("server: stops while clients are connected", async () => {
  const server = await startServerThread();
  using socket = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  await server.stop();
  const end = await socket.read(new Uint8Array(1)).catch(() => null);
  assert.equal(end, null);
});

testPermitted("server: two servers have their own ports and their own data", async () => {
  const servers = await Promise.all([startServerThread(), startServerThread()]);
  assert.notEqual(servers[0].port, servers[1].port);
  const clients = servers.map((server) => newClient(server.port));
  const create =
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
  for (const client of clients) await client.execute(create);
  for (const client of clients) await client.shutdown();
  for (const server of servers) await server.stop();
});

testPermitted("a connection that cannot be accepted does not end the server", async () => {
  const { listen: listenOn } = Deno;
  const failures = [new Error("Too many open files (os error 24)")];
  Object.assign(Deno, {
    listen(options: Deno.TcpListenOptions) {
      const listener = listenOn(options);
      const accept = listener.accept.bind(listener);
      listener.accept = () => {
        const failure = failures.pop();
        return failure ? Promise.reject(failure) : accept();
      };
      return listener;
    },
  });
  const server = listen(0);
  Object.assign(Deno, { listen: listenOn });
  try {
    const { answering } = await probeAll(
      [`127.0.0.1:${server.port}`],
      new AbortController().signal,
    );
    assert.equal(answering.length, 1);
    assert.deepEqual(failures, []);
  } finally {
    await server.stop();
  }
});
