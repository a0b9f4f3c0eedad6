import { jetstreamManager } from "@nats-io/jetstream";
import {
  type ConnectionOptions,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
  nkeys,
  type TlsOptions,
} from "@nats-io/nats-core";
import { deadline } from "@std/async";
import { messageOf, TargetError } from "../../errors.ts";
import { cannot, describeMissing, describeRefusal } from "./refusals.ts";
import { type NatsAccess, serversOf } from "./access.ts";
import { connectGuarded } from "./transport.ts";
import { lackedPermission, readText } from "../../runtime/permissions.ts";

/** Milliseconds that NATS may take to answer when it is connected to. */
const PATIENCE = 10_000;

/** A connection that says nothing for twice as many milliseconds is given up, and opened again. */
const PING_INTERVAL = 5_000;

/** Milliseconds between two attempts to connect again. */
const RECONNECT_WAIT = 250;

/**
 * Connects to a NATS with JetStream. A connection that is lost later is opened again, however long that takes.
 *
 * @param patience milliseconds that NATS may take to answer
 * @throws {TargetError} where it cannot be reached or refuses the login, or where it has no JetStream
 */
export async function connectNats(
  access: NatsAccess,
  signal: AbortSignal,
  patience = PATIENCE,
): Promise<NatsConnection> {
  signal.throwIfAborted();
  const opening = open(access, patience);
  let nats: NatsConnection;
  try {
    nats = await deadline(opening, patience, { signal });
  } catch (error) {
    // One that opens nevertheless is not left open.
    opening.then((late) => late.close()).catch(() => {});
    signal.throwIfAborted();
    throw error instanceof TargetError ? error : await describeRefusal(access, error, patience);
  }
  try {
    await jetstreamManager(nats, { timeout: patience });
  } catch (error) {
    await nats.close();
    throw describeMissing(access, error);
  }
  return nats;
}

async function open(access: NatsAccess, timeout: number): Promise<NatsConnection> {
  const { servers, user, password, token } = access;
  const options: ConnectionOptions = {
    servers: serversOf(servers).map((server) => server.replace(/^\w+:\/\//, "")),
    name: "cassbench",
    ...{ timeout, pingInterval: PING_INTERVAL, maxPingOut: 2 },
    ...{ maxReconnectAttempts: -1, reconnectTimeWait: RECONNECT_WAIT },
    // Its traces cost more than what they trace.
    noAsyncTraces: true,
    ...user !== undefined && { user, pass: password ?? "" },
    ...token !== undefined && { token },
    ...authenticatorOf(access),
  };
  return await connectGuarded({ ...options, ...isTls(access) && { tls: readTlsFiles(access) } });
}

function isTls({ servers, tls }: NatsAccess): boolean {
  return tls !== undefined || /\btls:\/\//.test(servers);
}

function readTlsFiles(access: NatsAccess): TlsOptions {
  const { ca, cert, key, serverName } = access.tls ?? {};
  const options: TlsOptions & { servername?: string } = {};
  if (ca !== undefined) options.ca = readOf(access, ca);
  if (cert !== undefined) options.cert = readOf(access, cert);
  if (key !== undefined) options.key = readOf(access, key);
  if (serverName !== undefined) options.servername = serverName;
  return options;
}

function authenticatorOf(access: NatsAccess): Pick<ConnectionOptions, "authenticator"> {
  const { creds, nkey } = access;
  const encode = (text: string) => new TextEncoder().encode(text);
  if (creds !== undefined) {
    const text = readOf(access, creds);
    if (!/BEGIN NATS USER JWT/.test(text) || !/BEGIN USER NKEY SEED/.test(text)) {
      throw cannot(
        access,
        `"${creds}" holds no credentials`,
        "--nats-creds takes the file with a JWT and a seed that `nsc generate creds` writes",
      );
    }
    return { authenticator: credsAuthenticator(encode(text)) };
  }
  if (nkey === undefined) return {};
  const seed = encode(readOf(access, nkey).trim());
  try {
    nkeys.fromSeed(seed);
  } catch {
    throw cannot(
      access,
      `"${nkey}" holds no seed of an NKey`,
      "--nats-nkey takes the file with the seed of a user, which begins with SU",
    );
  }
  return { authenticator: nkeyAuthenticator(seed) };
}

function readOf(access: NatsAccess, file: string): string {
  try {
    return readText(file);
  } catch (error) {
    const lacked = lackedPermission(error);
    const [reason = ""] = messageOf(error).split(": ");
    throw cannot(access, lacked?.problem ?? `"${file}" cannot be read: ${reason}`, lacked?.hint);
  }
}
