/** Servers to which the wire client cannot speak: one message each, with the driver as the way out. */
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createCoordinatorTimes } from "../../../src/cluster/node_times.ts";
import { openWireSession } from "../../../src/cluster/wire/load_session.ts";
import { TargetError } from "../../../src/errors.ts";
import { ErrorCode, Opcode } from "../../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../../src/protocol/writer.ts";
import { plan } from "../../../src/run/plan.ts";
import { testPermitted } from "../../support/needs.ts";

/** Opens the wire client to a server that answers each request so, by its opcode; gives the error. */
async function openTo(
  answer: (writer: FrameWriter, opcode: number, stream: number) => Uint8Array,
): Promise<unknown> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const point = `127.0.0.1:${listener.addr.port}`;
  (async () => {
    for await (const socket of listener) {
      const frame = new Uint8Array(1_024);
      while (await socket.read(frame)) {
        const stream = frame[2]! << 8 | frame[3]!;
        await socket.write(answer(new FrameWriter("response"), frame[4]!, stream));
      }
      socket.close();
    }
  })().catch(() => {});
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const opening = openWireSession({
    connection: {
      address: { contactPoints: [point], username: "ada", password: "s3cret" },
      localDataCenter: "datacenter1",
    },
    settings: plan(scenario, { client: ["wire"] }).settings,
    signal: new AbortController().signal,
    driver: { topology: () => ({ nodes: [point], ring: undefined }), onTopologyChange() {} },
    coordinators: createCoordinatorTimes(),
  });
  return await opening.then((opened) => opened.close(), (error) => error);
}

testPermitted(
  "wire: a server without version 4 is told as the server tells it, with the driver as the way out",
  async () => {
    const error = await openTo((writer, _opcode, stream) => {
      writer.frame(stream, Opcode.error, () => {
        writer.int(ErrorCode.protocolError);
        writer.string("Invalid or unsupported protocol version (4); the highest is 3");
      });
      const frame = writer.take();
      frame[0] = 0x83;
      return frame;
    });
    assert.ok(error instanceof TargetError, String(error));
    assert.equal(
      error.message,
      'Cannot use client "wire": Invalid or unsupported protocol version (4); the highest is 3',
    );
    assert.match(error.hint ?? "", /--client driver/);
  },
);

testPermitted(
  "wire: an authenticator that wants more than a user and a password is named",
  async () => {
    const error = await openTo((writer, opcode, stream) => {
      const asks = opcode === Opcode.startup ? Opcode.authenticate : Opcode.authChallenge;
      if (opcode === Opcode.options) writer.frame(stream, Opcode.supported, () => writer.short(0));
      else writer.frame(stream, asks, () => writer.string("com.example.LdapAuthenticator"));
      return writer.take();
    });
    assert.ok(error instanceof TargetError, String(error));
    assert.match(
      error.message,
      /^Cannot log in to Cassandra at .* as its LdapAuthenticator wants more than/,
    );
    assert.ok(!inspect(error, { depth: 9 }).includes("s3cret"));
  },
);
