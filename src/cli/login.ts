import { ScenarioError } from "../errors.ts";
import type { RunOptions } from "../run/options.ts";
import { isGranted } from "../runtime/permissions.ts";
import { variable } from "./environment.ts";
import type { FlagValues } from "./flags.ts";
import type { CassandraOptions, TARGET_FLAGS } from "./options.ts";
import { readPasswordFile } from "./password_file.ts";
import { askPassword, canAsk } from "./password_prompt.ts";
import { UsageError } from "./usage.ts";

/** The target that flags name, as options of `run`. */
export type ChosenTarget = Pick<RunOptions, "target" | keyof CassandraOptions>;

type LoginFlags = Pick<FlagValues<typeof TARGET_FLAGS>, "username" | "password-file">;

/** Arguments that look like a password's flag, as other tools have it; `-p` also with the value right behind it. */
const PASSWORD_FLAG = /^(?:-p|--(?:p|pw|pwd|pass|passw|passwd|password|passphrase)(?==|$))/i;

/** As {@linkcode PASSWORD_FLAG}, of NATS. */
const NATS_SECRET = /^--(?:nats-?(?:pw|pwd|pass|passwd|password|token)|token)(?==|$)/i;

/**
 * Refuses a password on the command line, before anything else of it is read, as any message could repeat it.
 *
 * @throws {UsageError} which does not repeat it
 */
export function refusePassword(args: readonly string[]): void {
  const find = (form: RegExp) => args.flatMap((arg) => form.exec(arg)?.[0] ?? [])[0];
  const [flag, ofNats] = [find(PASSWORD_FLAG), find(NATS_SECRET)];
  if (flag !== undefined) {
    throw isNoFlag(
      flag,
      "set CASSANDRA_PASSWORD, pass --password-file FILE, or type it when asked",
    );
  }
  if (ofNats !== undefined) {
    throw isNoFlag(ofNats, "set CASSBENCH_NATS_PASSWORD or CASSBENCH_NATS_TOKEN");
  }
}

function isNoFlag(flag: string, instead: string): UsageError {
  return new UsageError([
    `${flag} is no flag, as other users of this machine see what is typed there, and it is kept: ${instead}`,
  ]);
}

/**
 * Adds the login to a target: the password is that of the file, or of the environment, or is asked for.
 *
 * @throws {UsageError} where there is no user for a password
 * @throws {ScenarioError} where there is a user and no password
 */
export async function withLogin(
  chosen: ChosenTarget,
  flags: LoginFlags,
  signal: AbortSignal,
): Promise<ChosenTarget & Pick<RunOptions, "cassandraLogin">> {
  const { target } = chosen;
  if (target === "embedded" || target === undefined) return chosen;
  const isStarted = target === "cassandra";
  // The environment's user is one of an existing cluster. A Cassandra that is started here does not know it.
  const username = flags.username ?? (isStarted ? undefined : variable("CASSANDRA_USERNAME"));
  if (username === undefined) {
    if (flags["password-file"] === undefined) return chosen;
    throw new UsageError(["--password-file goes with --username"]);
  }
  const text = await findPassword(username, flags["password-file"], signal);
  const login = { username, password: () => text };
  return isStarted
    ? { ...chosen, cassandraLogin: login }
    : { ...chosen, target: { ...target, ...login } };
}

/** The variables of the environment that hold secrets. */
const SECRETS = ["CASSANDRA_PASSWORD", "CASSBENCH_NATS_PASSWORD", "CASSBENCH_NATS_TOKEN"] as const;

/** Those of them that were taken out of the environment. */
const taken = new Map<string, string>();

/**
 * Takes the passwords out of the environment, before any code of a scenario runs: so no program that is started gets them,
 * and nothing that prints the environment prints them.
 */
export function takePasswords(): void {
  for (const name of SECRETS) {
    if (!isGranted({ name: "env", variable: name })) continue;
    const found = variable(name);
    if (found !== undefined) taken.set(name, found);
    Deno.env.delete(name);
  }
}

/** A secret of the environment, also after it was taken out of it. */
export function secretOf(name: typeof SECRETS[number]): string | undefined {
  return taken.get(name) ?? variable(name);
}

async function findPassword(
  username: string,
  file: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (file !== undefined && !(file === "-" && canAsk())) return await readPasswordFile(file);
  const fromEnvironment = secretOf("CASSANDRA_PASSWORD");
  const found = (file === undefined ? fromEnvironment : undefined) ??
    (canAsk() ? await askPassword(username, signal) : "");
  if (found !== "") return found;
  throw new ScenarioError(
    `Cannot log in as user "${username}" as no password was given`,
    "set CASSANDRA_PASSWORD, or pass --password-file FILE; on a terminal it is asked for",
  );
}
