import { AuthorizationError } from "@nats-io/nats-core";
import { deadline } from "@std/async";
import { messageOf, TargetError } from "../../errors.ts";
import { lackedPermission } from "../../runtime/permissions.ts";
import { type NatsAccess, serversOf } from "./access.ts";

/** Where a server of NATS listens, unless it is told otherwise. */
const DEFAULT_PORT = 4_222;

const CERTIFICATE_HINT =
  "the server wants a certificate that it can check: --nats-cert and --nats-key";

/** The error of a NATS that cannot be used. */
export function cannot(
  { servers }: NatsAccess,
  why: string,
  hint?: string,
  options?: ErrorOptions,
): TargetError {
  return new TargetError(`Cannot use NATS at "${servers}" as ${why}`, hint, options);
}

/**
 * Says why NATS cannot be connected to.
 *
 * @param patience milliseconds for which it was waited
 */
export async function describeRefusal(
  access: NatsAccess,
  cause: unknown,
  patience: number,
): Promise<TargetError> {
  const error = (why: string, hint: string) => cannot(access, why, hint, { cause });
  const { code, message = "", cause: inner } = Object(cause) as Error & { code?: string };
  const lacked = lackedPermission(cause);
  if (lacked !== undefined) return error(lacked.problem, lacked.hint);
  if (cause instanceof AuthorizationError || /authorization|nonce/i.test(message)) {
    return error("it refuses the login", loginHint(access));
  }
  if (code === "ENOTFOUND" || /ENOTFOUND|EAI_AGAIN|failed to lookup/.test(message)) {
    return error("its name is not known", "check the address after --nats");
  }
  if (/tls|ssl|certificate|handshake|alert|self.signed|issuer/i.test(message)) {
    return error(`TLS failed: ${message}`, tlsHint(access, message));
  }
  if (/unexpected response/.test(message)) {
    return error("something else than NATS answers there", "check the port: NATS has 4222");
  }
  if (/refused/.test(message) || Object(inner).code === "ECONNREFUSED") {
    return error("it refuses the connection", "start it with `nats-server -js`, or check --nats");
  }
  if (Object(cause).name === "TimeoutError") {
    // Such a server ends the connection, of which the client takes no notice while it connects.
    if (await wantsCertificate(access)) return error("it ended the connection", CERTIFICATE_HINT);
    const why = `it does not answer within ${patience / 1_000} s`;
    return error(why, "check the address after --nats, and what lies between: firewalls, policies");
  }
  return error(message === "" ? "it ended the connection" : message, "its log may say why");
}

function loginHint({ user, token, creds, nkey }: NatsAccess): string {
  if (user !== undefined) return "check --nats-user, and the password in CASSBENCH_NATS_PASSWORD";
  if (token !== undefined) return "check the token in CASSBENCH_NATS_TOKEN";
  if (creds !== undefined) return "check that --nats-creds names a user of this server's account";
  if (nkey !== undefined) return "check that the server's configuration knows this NKey";
  return "log in: --nats-user, CASSBENCH_NATS_TOKEN, --nats-creds or --nats-nkey";
}

function tlsHint({ tls }: NatsAccess, message: string): string {
  if (
    /alert.*(certificate.?required|bad.?certificate|unknown.?ca|handshake.?failure)/i.test(message)
  ) {
    return CERTIFICATE_HINT;
  }
  if (/not available|not support/.test(message)) {
    return "the server speaks no TLS: use nats:// without --nats-ca";
  }
  if (/name|altnames/i.test(message)) return "address it as its certificate names it";
  return tls?.ca === undefined
    ? "name the authority that signed the server's certificate: --nats-ca"
    : "check that --nats-ca holds the authority that signed the server's certificate";
}

/** Says why a NATS that let us in cannot keep anything. */
export function describeMissing(access: NatsAccess, cause: unknown): TargetError {
  const isOff = /not enabled|no responders|503/.test(messageOf(cause));
  return isOff
    ? cannot(access, "it has no JetStream", "start it with `nats-server -js`", { cause })
    : cannot(
      access,
      `its JetStream does not answer: ${messageOf(cause)}`,
      "this user needs the rights to $JS.API.>",
      { cause },
    );
}

/** Whether a server says that it checks the certificates of its clients. */
async function wantsCertificate({ servers }: NatsAccess): Promise<boolean> {
  const [server = ""] = serversOf(servers);
  const { hostname, port } = new URL(`tcp://${server.replace(/^\w+:\/\//, "")}`);
  try {
    using socket = await Deno.connect({
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || DEFAULT_PORT),
    });
    const greeting = new Uint8Array(4_096);
    const length = await deadline(socket.read(greeting), 5_000);
    return /"tls_verify":true/.test(new TextDecoder().decode(greeting.subarray(0, length ?? 0)));
  } catch {
    return false;
  }
}
