import { type NatsAccess, serversOf } from "../agents/nats/access.ts";
import { findWrongGroup } from "../agents/nats/names.ts";
import { ScenarioError } from "../errors.ts";
import { visible } from "../result/format.ts";
import type { Flags, FlagValues } from "./flags.ts";
import { secretOf } from "./login.ts";
import { askPassword, canAsk } from "./password_prompt.ts";
import { readNamed } from "./tls_flags.ts";

/** The flags of NATS, over which agents and a coordinator find each other. */
export const NATS_FLAGS = {
  "nats": { kind: "text", value: "URL", help: "NATS, over which agents are found" },
  "group": { kind: "text", value: "NAME", help: 'the agents\' group, "default" without' },
  "nats-user": { kind: "text", value: "NAME", help: "its password: CASSBENCH_NATS_PASSWORD" },
  "nats-creds": { kind: "text", value: "FILE", help: "log in with a JWT, as nsc writes it" },
  "nats-nkey": { kind: "text", value: "FILE", help: "log in with the seed of an NKey" },
  "nats-ca": { kind: "text", value: "FILE", help: "authorities to trust, in PEM" },
  "nats-cert": { kind: "text", value: "FILE", help: "the client's certificate, in PEM" },
  "nats-key": { kind: "text", value: "FILE", help: "its private key, in PEM" },
} satisfies Flags;

type NatsFlags = FlagValues<typeof NATS_FLAGS>;

/** Where agents are found. */
export interface NatsGroup {
  readonly nats: NatsAccess;
  readonly group: string;
}

/** The group's name where none is given. */
const DEFAULT_GROUP = "default";

/** The ways to log in that have a flag. */
const LOGINS = ["nats-user", "nats-creds", "nats-nkey"] as const;

/** The flags whose value is a file. */
const FILES = ["nats-creds", "nats-nkey", "nats-ca", "nats-cert", "nats-key"] as const;

/**
 * Reads how to reach NATS, and of which group; `undefined` without `--nats`. No problem repeats what could be a password.
 *
 * @param problems gets all that is wrong
 */
export function readNats(flags: NatsFlags, problems: string[]): NatsGroup | undefined {
  const { nats: servers, group = DEFAULT_GROUP } = flags;
  if (servers === undefined) {
    for (const name of Object.keys(NATS_FLAGS) as (keyof NatsFlags)[]) {
      if (flags[name] !== undefined) problems.push(`--${name} goes with --nats URL`);
    }
    return undefined;
  }
  problems.push(...findWrongServers(servers));
  const wrongGroup = findWrongGroup(group);
  if (wrongGroup !== undefined) problems.push(`--group ${wrongGroup}`);
  const [first, second] = LOGINS.filter((name) => flags[name] !== undefined);
  if (second !== undefined) problems.push(`--${first} and --${second} exclude each other`);
  const { "nats-ca": ca, "nats-cert": cert, "nats-key": key } = flags;
  if (cert !== undefined && key === undefined) problems.push("--nats-cert goes with --nats-key");
  if (key !== undefined && cert === undefined) problems.push("--nats-key goes with --nats-cert");
  for (const name of FILES) {
    const file = flags[name];
    if (file !== undefined) readNamed(name, file, problems);
  }

  const tls = {
    ...ca !== undefined && { ca },
    ...cert !== undefined && { cert },
    ...key !== undefined && { key },
  };
  const { "nats-user": user, "nats-creds": creds, "nats-nkey": nkey } = flags;
  const access: NatsAccess = {
    servers,
    ...user !== undefined && { user },
    ...creds !== undefined && { creds },
    ...nkey !== undefined && { nkey },
    ...Object.keys(tls).length > 0 && { tls },
  };
  return { nats: access, group };
}

/** The scheme, the host and the port of an address. */
const ADDRESS = /^(?:(\w+):\/\/)?(?:\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/i;

function findWrongServers(text: string): string[] {
  const servers = serversOf(text);
  if (servers.length === 0) return ["--nats must name a server, such as nats://10.0.0.1:4222"];
  return servers.flatMap((server) => {
    // Whatever it looks like otherwise, what stands before an @ can be a password.
    if (server.includes("@")) {
      return [
        "--nats must be an address without a login, as other users of this machine see it: " +
        "pass --nats-user NAME and set CASSBENCH_NATS_PASSWORD, or set CASSBENCH_NATS_TOKEN",
      ];
    }
    const [, scheme = "nats", port = "4222"] = ADDRESS.exec(server) ?? [, ""];
    const isGood = ["nats", "tls"].includes(scheme) && Number(port) > 0 && Number(port) < 65_536;
    return isGood ? [] : [
      `--nats must be an address such as nats://10.0.0.1:4222 or tls://nats.example: found "${
        visible(server)
      }"`,
    ];
  });
}

/**
 * Adds the secret of the login: the user's password comes from the environment or is asked for, and where there is no other
 * login the environment's token is taken.
 *
 * @throws {ScenarioError} where there is a user and no password
 */
export async function withNatsSecret(access: NatsAccess, signal: AbortSignal): Promise<NatsAccess> {
  const { user, creds, nkey } = access;
  if (user !== undefined) {
    const password = secretOf("CASSBENCH_NATS_PASSWORD") ??
      (canAsk() ? await askPassword(user, signal, " of NATS") : "");
    if (password !== "") return { ...access, password };
    throw new ScenarioError(
      `Cannot log in to NATS as user "${user}" as no password was given`,
      "set CASSBENCH_NATS_PASSWORD; on a terminal it is asked for",
    );
  }
  if (creds !== undefined || nkey !== undefined) return access;
  const token = secretOf("CASSBENCH_NATS_TOKEN");
  return token === undefined ? access : { ...access, token };
}
