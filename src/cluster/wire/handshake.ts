import { Opcode } from "../../protocol/opcodes.ts";
import type { BodyReader } from "../../protocol/reader.ts";
import type { FrameWriter } from "../../protocol/writer.ts";
import { quote } from "../../scenario/schema/names.ts";
import { type Login, loginToken, refuse } from "../login.ts";
import type { Connection, WireRequest } from "./connection.ts";
import type { Supported } from "./shards.ts";
import { TABLETS } from "./tablets.ts";

/** Where the tables are, and who logs in. */
export interface HandshakeOptions {
  readonly keyspace: string;
  readonly login: Partial<Login>;
}

/**
 * Asks the server what it supports, agrees with it on the protocol, logs in, and chooses the keyspace. Gives what it
 * supports.
 *
 * @throws {WireError} where the server refuses
 * @throws {LoginRefusal} where it wants something else than a user and a password
 */
export async function shakeHands(
  connection: Connection,
  { keyspace, login }: HandshakeOptions,
): Promise<Supported> {
  const supported = await connection.send(OPTIONS);
  await logIn(connection, login, supported.has(TABLETS.option) ? { [TABLETS.option]: "" } : {});
  await connection.send(simple(Opcode.query, (writer) => {
    writer.longString(`USE ${quote(keyspace)}`);
    writer.short(1);
    writer.byte(0);
  }));
  return supported;
}

const OPTIONS: WireRequest<Supported> = {
  opcode: Opcode.options,
  isTraced: false,
  write: () => {},
  read: (reader) => reader.stringMultimap(),
};

/**
 * Agrees with the server on the protocol, and logs in where it asks for that.
 *
 * @param extensions of the protocol that both know
 * @throws {WireError} where the server refuses
 * @throws {LoginRefusal} where it wants something else than a user and a password
 */
export async function logIn(
  connection: Connection,
  login: Partial<Login>,
  extensions: Readonly<Record<string, string>> = {},
): Promise<void> {
  const options = { CQL_VERSION: "3.0.0", ...extensions };
  const answer = await connection.send(simple(Opcode.startup, (w) => w.stringMap(options)));
  if (answer.opcode !== Opcode.authenticate) return;
  const token = loginToken(answer.text, login);
  const { opcode } = await connection.send(
    simple(Opcode.authResponse, (writer) => writer.longString(token)),
  );
  if (opcode !== Opcode.authSuccess) throw refuse(answer.text);
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
