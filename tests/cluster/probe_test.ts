/** What a contact point is that does not answer in CQL, and that it does not keep the others from being used. */
import assert from "node:assert/strict";
import { probeAll } from "../../src/cluster/probe.ts";
import { TargetError } from "../../src/errors.ts";
import { findWarnings } from "../../src/result/conclude/warnings.ts";
import { startFaultyServer } from "../support/faulty_server.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";

/** A server that sends these bytes to whoever connects and asks, and hangs or closes then. */
function serve(answer: Uint8Array | undefined) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets: Deno.Conn[] = [];
  (async () => {
    for await (const socket of listener) {
      sockets.push(socket);
      if (answer === undefined) continue;
      await socket.read(new Uint8Array(64));
      if (answer.length > 0) await socket.write(answer);
      else sockets.pop()?.close();
    }
  })();
  return {
    point: `127.0.0.1:${listener.addr.port}`,
    [Symbol.dispose]() {
      listener.close();
      for (const socket of sockets) socket.close();
    },
  };
}

const text = (said: string) => new TextEncoder().encode(said);

const SERVERS: [answer: Uint8Array, problem: string][] = [
  [text("HTTP/1.1 400 Bad Request\r\n\r\n"), "speaks HTTP, not CQL"],
  [text("SSH-2.0-OpenSSH_9.6\r\n"), "speaks SSH, not CQL"],
  [Uint8Array.of(0x15, 3, 3, 0, 2, 2, 80), "wants TLS"],
  [text("220 mail ready\r\n"), "speaks another protocol than CQL"],
  [new Uint8Array(0), "closes the connection at once"],
];

testPermitted("a server that speaks no CQL is named as what it is", async () => {
  const { signal } = new AbortController();
  for (const [answer, problem] of SERVERS) {
    using server = serve(answer);
    const { answering, problems } = await probeAll([server.point], signal);
    assert.deepEqual([answering, problems], [[], [`${server.point} ${problem}`]]);
  }
});

testPermitted(
  "a contact point that hangs or refuses is a warning while another answers",
  async () => {
    await using good = startFaultyServer();
    using hung = serve(undefined);
    const contactPoints = [hung.point, "127.0.0.1:1", good.contactPoint];
    const target = await open({ contactPoints }, "probe", []);
    try {
      const expected = [
        `${hung.point} accepts connections and does not answer`,
        "127.0.0.1:1 refused the connection",
      ];
      assert.deepEqual(target.description.unreachable, expected);
      const warnings = findWarnings(target.description, []);
      assert.deepEqual(warnings.map(({ code }) => code), ["node", "node"]);
    } finally {
      await target.close();
    }
  },
);

testPermitted("where no contact point answers, the error has one reason each", async () => {
  using http = serve(text("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const contactPoints = [http.point, "127.0.0.1:1"];
  await assert.rejects(open({ contactPoints }, "probe", []), (error: TargetError) => {
    assert.ok(error instanceof TargetError);
    const reasons = `${http.point} speaks HTTP, not CQL; 127.0.0.1:1 refused the connection`;
    assert.ok(error.message.endsWith(`: ${reasons}`), error.message);
    assert.match(error.hint ?? "", /native_transport_port/);
    return true;
  });
});
