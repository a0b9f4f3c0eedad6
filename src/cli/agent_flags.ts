import type { RunOptions } from "../run/options.ts";
import type { Flags, FlagValues } from "./flags.ts";
import { NATS_FLAGS, readNats, withNatsSecret } from "./nats_flags.ts";
import { UsageError } from "./usage.ts";

/** The flags that say which agents carry the load. */
export const AGENT_FLAGS = {
  ...NATS_FLAGS,
  "agents": { kind: "number", value: "4", help: "how many to wait for (those that are there)" },
  "agents-timeout": { kind: "duration", value: "30s", help: "how long to wait for them (30s)" },
  "on-agent-loss": { kind: "text", value: "stop", help: "continue or stop (continue)" },
  "sign-key": { kind: "text", value: "FILE", help: "the seed of the NKey that they trust" },
} satisfies Flags;

/** Flags that mean nothing without NATS. */
const BESIDE = ["agents", "agents-timeout", "on-agent-loss", "sign-key"] as const;

/**
 * Reads which agents carry the load. What the values must be, the plan checks.
 *
 * @throws {UsageError} naming all that is wrong
 */
export function readAgents(flags: FlagValues<typeof AGENT_FLAGS>): RunOptions["agents"] {
  const problems: string[] = [];
  const found = readNats(flags, problems);
  if (flags.nats === undefined) {
    for (const name of BESIDE) {
      if (flags[name] !== undefined) problems.push(`--${name} goes with --nats URL`);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  if (found === undefined) return undefined;
  const { agents: count, "agents-timeout": timeout, "sign-key": signKey } = flags;
  return {
    ...found,
    ...count !== undefined && { count },
    ...timeout !== undefined && { timeout },
    ...flags["on-agent-loss"] !== undefined &&
      { onLoss: flags["on-agent-loss"] as "continue" | "stop" },
    ...signKey !== undefined && { signKey },
  };
}

/**
 * The same with the secret of NATS.
 *
 * @throws {ScenarioError} where there is a user and no password
 */
export async function withAgentsSecret(
  agents: RunOptions["agents"],
  signal: AbortSignal,
): Promise<Pick<RunOptions, "agents">> {
  if (agents === undefined) return {};
  return { agents: { ...agents, nats: await withNatsSecret(agents.nats, signal) } };
}
