import { ErrorCode, Opcode } from "../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../src/protocol/writer.ts";

/** A server that lets nobody in. */
export interface LoginServer extends Disposable {
  readonly contactPoint: string;
  /** What clients said to log in: for a user and a password, each after a zero. */
  readonly tokens: readonly string[];
}

/**
 * Starts a server that asks for a login as this authenticator.
 *
 * @param reply what a login gets: another question, or the refusal of Cassandra
 */
export function startLoginServer(
  authenticator: string,
  reply: "challenge" | "refusal" = "refusal",
): LoginServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const sockets: Deno.Conn[] = [];
  const tokens: string[] = [];

  function answer(frame: Uint8Array): Uint8Array {
    const stream = frame[2]! << 8 | frame[3]!;
    const writer = new FrameWriter("response");
    if (frame[4] === Opcode.options) writer.frame(stream, Opcode.supported, () => writer.short(0));
    else if (frame[4] === Opcode.startup) {
      writer.frame(stream, Opcode.authenticate, () => writer.string(authenticator));
    } else {
      tokens.push(new TextDecoder().decode(frame.subarray(13)));
      if (reply === "challenge") writer.frame(stream, Opcode.authChallenge, () => writer.int(-1));
      else {
        writer.frame(stream, Opcode.error, () => {
          writer.int(ErrorCode.badCredentials);
          writer.string("Provided username and/or password are incorrect");
        });
      }
    }
    return writer.take();
  }

  (async () => {
    for await (const socket of listener) {
      sockets.push(socket);
      (async () => {
        const frame = new Uint8Array(8_192);
        for (let length; (length = await socket.read(frame)) !== null;) {
          await socket.write(answer(frame.subarray(0, length)));
        }
      })().catch(() => {});
    }
  })().catch(() => {});
  return {
    contactPoint: `127.0.0.1:${listener.addr.port}`,
    tokens,
    [Symbol.dispose]() {
      listener.close();
      for (const socket of sockets) {
        try {
          socket.close();
        } catch {
          // The client was first.
        }
      }
    },
  };
}
