import { deadline } from "@std/async";
import { setTimeout as delay } from "node:timers/promises";
import { TargetError } from "../../errors.ts";
import { formatAddress } from "../addresses.ts";
import { SUPERUSER } from "../login.ts";
import type { Tls } from "../tls/options.ts";
import { openSocket } from "../tls/socket.ts";
import { Connection } from "../wire/connection.ts";
import { logIn } from "../wire/handshake.ts";
import type { NodeRecord } from "./node.ts";
import { type WantedCassandra, wantsTls } from "./release.ts";

/** Lets the first node make the superuser at once, and not 10 s after its start. */
export const SUPERUSER_AT_ONCE = "-Dcassandra.superuser_setup_delay_ms=0";

/** Milliseconds that the superuser may take to appear, and an answer to a login. */
const LIMIT = { appear: 60_000, answer: 2_000 };

/** Whether a Cassandra with these options lets in only who has a password: then it begins with one superuser. */
export function wantsPassword({ authenticator }: NonNullable<WantedCassandra["options"]>): boolean {
  const name = typeof authenticator === "string"
    ? authenticator
    : String(Object(authenticator).class_name);
  return name.split(".").at(-1) === "PasswordAuthenticator";
}

/**
 * Waits until the superuser can log in at every node, as a new Cassandra takes connections before it has made one.
 *
 * @throws {TargetError} where that takes too long
 */
export async function untilSuperuser(
  nodes: readonly NodeRecord[],
  options: NonNullable<WantedCassandra["options"]>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tls = wantsTls(options);
  // Nobody can log in here who has no certificate.
  if (tls === "mutual") return;

  const end = performance.now() + LIMIT.appear;
  for (const { address, port } of nodes) {
    const unchecked = tls && { names: new Map<string, string>(), insecure: true };
    const tryAgain = () => tryLogin(formatAddress(address, port), unchecked);
    let refusal = await tryAgain();
    while (refusal !== undefined) {
      signal?.throwIfAborted();
      if (performance.now() > end) {
        throw new TargetError(
          `Cannot start Cassandra on ${address}:${port} as user "${SUPERUSER.username}" cannot ` +
            `log in within ${LIMIT.appear / 1_000} s: ${refusal}`,
        );
      }
      await delay(50);
      refusal = await tryAgain();
    }
  }
}

/** Why the superuser cannot log in; `undefined` where it can. */
async function tryLogin(address: string, tls: Tls | undefined): Promise<string | undefined> {
  try {
    const socket = await openSocket(address, tls, new AbortController().signal);
    const connection = new Connection(socket, { onAnswer() {}, onClose() {} });
    try {
      await deadline(logIn(connection, SUPERUSER), LIMIT.answer);
    } finally {
      connection.close(new Error("The login was only tried"));
    }
  } catch (error) {
    return (error as Error).message;
  }
}
