import { serveAsAgent } from "../../agents/agent.ts";
import type { Login } from "../../cluster/login.ts";
import { findWrongKey } from "../../agents/nats/signing.ts";
import type { OwnLogin } from "../../agents/own_login.ts";
import { visible } from "../../result/format.ts";
import { isGranted } from "../../runtime/permissions.ts";
import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags, FlagValues } from "../flags.ts";
import { type Interrupted, waitLongerForStops } from "../interrupt.ts";
import { secretOf, takePasswords, withLogin } from "../login.ts";
import { NATS_FLAGS, readNats, withNatsSecret } from "../nats_flags.ts";
import { TARGET_FLAGS } from "../options.ts";
import { printError } from "../terminal.ts";
import { readTls, TLS_FLAGS } from "../tls_flags.ts";
import { UsageError } from "../usage.ts";

const GROUP_FLAGS = {
  ...NATS_FLAGS,
  "zone": { kind: "text", value: "NAME", help: "where it is (CASSBENCH_ZONE): figures by zone" },
  "once": { kind: "switch", help: "end after one run" },
  "trust": { kind: "text", value: "KEY", help: "the public NKey of who may send it code" },
} satisfies Flags;

const LOGIN_FLAGS = {
  "username": TARGET_FLAGS.username,
  "password-file": TARGET_FLAGS["password-file"],
  ...TLS_FLAGS,
} satisfies Flags;

type AgentFlags = FlagValues<typeof GROUP_FLAGS & typeof LOGIN_FLAGS>;

/** `agent`: waits for runs, and carries its share of each. */
export const agentCommand: CliCommand = {
  name: "agent",
  usage: "agent [options]",
  summary: "carry a share of others' runs",
  groups: [
    { title: "Where runs come from:", flags: GROUP_FLAGS },
    {
      title: "How it logs in to Cassandra, as no password or key is sent to it:",
      flags: LOGIN_FLAGS,
    },
    { title: "Other:", flags: COMMON_FLAGS },
  ],
  example: "agent --nats nats://10.0.0.1:4222 --zone eu-west-1a",
  async run({ flags }: CommandLine, signal) {
    takePasswords();
    const given = flags as AgentFlags;
    const problems: string[] = [];
    const found = readNats(given, problems);
    if (found === undefined) problems.push("an agent needs --nats URL");
    const { trust, zone = zoneOfEnvironment(), once = false } = given;
    const wrongKey = trust === undefined ? undefined : findWrongKey(trust);
    if (wrongKey !== undefined) problems.push(`--trust ${wrongKey}`);
    if (zone !== undefined && !/^[\w.-]{1,64}$/.test(zone)) {
      problems.push(
        `--zone must be a name of 1 to 64 letters, digits, ., - and _: found "${visible(zone)}"`,
      );
    }
    const tls = readTls(given, problems);
    if (problems.length > 0 || found === undefined) throw new UsageError(problems);
    const nats = await withNatsSecret(found.nats, signal);
    const login = await readLogin(given, tls, signal);
    waitLongerForStops();
    await serveAsAgent({
      ...{ nats, group: found.group, once, login, signal, trust, zone },
      onEvent: (event) => printError(event),
    });
    return signal.aborted ? (signal.reason as Interrupted).exitCode : EXIT.good;
  },
};

/** Where there is no flag, a machine can say it: to a pod of Kubernetes, whose zone is empty where it is not known. */
function zoneOfEnvironment(): string | undefined {
  if (!isGranted({ name: "env", variable: "CASSBENCH_ZONE" })) return undefined;
  return Deno.env.get("CASSBENCH_ZONE") || undefined;
}

/** The password is asked for as for a run, where there is a user; without one it may still be that of the coordinator's. */
async function readLogin(
  flags: AgentFlags,
  tls: OwnLogin["tls"],
  signal: AbortSignal,
): Promise<OwnLogin> {
  const { target } = await withLogin({ target: { contactPoints: [] } }, flags, signal);
  const { username, password } = target as Partial<Login>;
  const alone = secretOf("CASSANDRA_PASSWORD");
  return {
    ...username !== undefined && { username },
    ...password !== undefined ? { password } : alone !== undefined && { password: () => alone },
    tls,
  };
}
