/** The thread of the proxies, as the main thread sees it. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { startProxyThread } from "../../src/network/network.ts";
import { testPermitted } from "../support/needs.ts";
import { HOST, nextText, open } from "./fixture.ts";

testPermitted(
  "a proxy in its thread passes what is sent, and its ports are closed with it",
  async () => {
    const server = createServer((socket) => socket.pipe(socket).on("error", () => {}));
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    const { port: behind } = server.address() as { port: number };
    const thread = await startProxyThread([{ host: HOST, port: behind }, {
      host: HOST,
      port: behind,
    }], 1);
    const [first, second] = thread.addresses;
    assert.ok(first!.host === HOST && first!.port !== second!.port);
    await thread.begin({ nodes: { 2: { latency: 20 } } });
    await thread.startClock();
    for (const { port } of [first!, second!]) {
      const socket = await open(port);
      const start = performance.now();
      const echoed = nextText(socket);
      socket.write("hello");
      assert.equal(await echoed, "hello");
      if (port === second!.port) assert.ok(performance.now() - start >= 20);
      socket.destroy();
    }
    const { held, bytes, connections } = await thread.end();
    // The pieces of the second, there and back, and the ends of connections that have come by now.
    assert.ok(held!.min >= 10 && held!.count >= 2);
    assert.deepEqual({ bytes, connections }, { bytes: 20, connections: 2 });
    assert.equal(thread.lost.aborted, false);
    await thread.close();
    for (const { port } of [first!, second!]) {
      await assert.rejects(open(port), { message: "ECONNREFUSED" });
    }
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  },
);
