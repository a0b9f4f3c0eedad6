import { Opcode } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import { quote } from "../../scenario/schema/names.ts";
import type { Connection, WireRequest } from "./connection.ts";
import { WireError } from "./errors.ts";

/** Who logs in, and where the tables are. */
export interface Login {
  readonly keyspace: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Agrees with the server on the protocol, logs in, and chooses the keyspace.
 *
 * @throws {WireError} where the server refuses
 */
export async function shakeHands(connection: Connection, login: Login): Promise<void> {
  const options = { CQL_VERSION: "3.0.0" };
  const answer = await connection.send(simple(Opcode.startup, (w) => w.stringMap(options)));
  if (answer.opcode === Opcode.authenticate) await authenticate(connection, login, answer.text);
  await connection.send(simple(Opcode.query, (writer) => {
    writer.longString(`USE ${quote(login.keyspace)}`);
    writer.short(1);
    writer.byte(0);
  }));
}

/** Logs in by SASL's PLAIN mechanism: the user and the password, each after a zero. */
async function authenticate(
  connection: Connection,
  { username, password = "" }: Login,
  authenticator: string,
): Promise<void> {
  if (username === undefined) {
    throw new WireError("badCredentials", "answered", "The server wants a login");
  }
  const { opcode } = await connection.send(
    simple(Opcode.authResponse, (writer) => writer.longString(`\0${username}\0${password}`)),
  );
  if (opcode !== Opcode.authSuccess) {
    const name = authenticator.split(".").at(-1);
    const message = `The server's ${name} wants more than a user and a password`;
    throw new WireError("badCredentials", "answered", message);
  }
}

interface Plain {
  readonly opcode: number;
  /** The first text of the answer: the name of the authenticator, where it asks for a login. */
  readonly text: string;
}

function simple(opcode: number, write: (writer: FrameWriter) => void): WireRequest<Plain> {
  return {
    opcode,
    isTraced: false,
    write,
    read: (reader: BodyReader, answer: number) => ({
      opcode: answer,
      text: answer === Opcode.authenticate ? reader.string() : "",
    }),
  };
}
