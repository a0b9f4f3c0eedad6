import { TargetError } from "../../errors.ts";
import { nameAgent } from "../../result/agent.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
import { planOf } from "../../scenario/populate.ts";
import type { BaseShare, Carrier, CarrierLost } from "./carrier.ts";
import { type CarrierGrace, closeCarrier, stopCarrier } from "./carriers.ts";
import { runTogether, type Sharing } from "./run_together.ts";
import type { LoadThreads } from "./threads.ts";

/** How carriers are held together. */
export interface TogetherOptions {
  /** Stops them all. */
  readonly signal: AbortSignal;
  readonly grace: CarrierGrace;
  /** What is done when one of several is lost: the others go on, or no further case is run. @default {"continue"} */
  readonly onLoss?: "continue" | "stop";
  /** Is told at once that a carrier is lost. */
  readonly onLost?: (carrier: Carrier, reason: CarrierLost) => void;
}

/**
 * Makes one of several carriers: Workers or agents, which are open. Each case is shared among those that are left, with
 * one start, and what they measured is merged.
 *
 * `run` rejects with a TargetError where no carrier is left, and, as `onLoss` says, once one was lost before.
 */
export function carryTogether(
  plan: Plan,
  carriers: readonly Carrier[],
  { signal, grace, onLoss = "continue", onLost }: TogetherOptions,
): LoadThreads {
  const lost = new Map<Carrier, CarrierLost>();
  let carrying: readonly Sharing[] = [];
  const stop = () => carriers.forEach((carrier) => void stopCarrier(carrier, grace));
  signal.addEventListener("abort", stop);
  function lose(carrier: Carrier, reason: CarrierLost): void {
    if (lost.has(carrier)) return;
    lost.set(carrier, reason);
    onLost?.(carrier, reason);
  }

  return {
    async run(next, listener, base) {
      for (const carrier of carriers) {
        const reason = carrier.lossOf?.();
        if (reason !== undefined) lose(carrier, reason);
      }
      const left = carriers.filter((carrier) => !lost.has(carrier));
      if (left.length === 0 || (onLoss === "stop" && lost.size > 0)) throw describeLosses(lost);
      const { workers } = base ??= { first: 0, workers: threadsFor(plan, next, left) };
      carrying = share(left, base);
      return await runTogether(carrying, next, listener, {
        ...{ workers, reached: base.reached },
        mostErrors: plan.settings.maxErrors ?? Infinity,
        hasOrder: planOf(plan, next).scenario.mix !== undefined,
        onLost: lose,
      });
    },
    async written() {
      const all = await Promise.all(
        carrying.map(({ carrier }) => carrier.channel.ask("written").catch(() => [])),
      );
      return all.flat();
    },
    async close() {
      signal.removeEventListener("abort", stop);
      await Promise.all(carriers.map((carrier) => closeCarrier(carrier, grace)));
    },
  };
}

/** How many threads have an operation and a slot: a populate can have fewer of them than there are threads. */
function threadsFor(plan: Plan, next: Case, carriers: readonly Carrier[]): number {
  const { operations = Infinity } = planOf(plan, next).settings;
  const threads = carriers.reduce((sum, { threads }) => sum + threads, 0);
  return Math.min(threads, operations, next.parameters.poolSize);
}

/** Numbers the threads of the carriers one after the other. Those past the last thread of the case carry nothing. */
function share(carriers: readonly Carrier[], { first, workers }: BaseShare): Sharing[] {
  const shares: Sharing[] = [];
  let next = first;
  for (const carrier of carriers) {
    const threads = Math.min(carrier.threads, workers - next);
    if (threads > 0) shares.push({ carrier, first: next, threads });
    next += carrier.threads;
  }
  return shares;
}

function describeLosses(lost: ReadonlyMap<Carrier, CarrierLost>): TargetError {
  const all = [...lost].map(([{ agent }, { message }]) =>
    `${agent === undefined ? "a worker" : `agent ${nameAgent(agent)}`} ${message}`
  );
  return new TargetError(
    `Cannot go on as ${all.join(", and ")}`,
    "see the log of the agent; what was measured before is in the result",
  );
}
