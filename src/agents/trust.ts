import { TargetError } from "../errors.ts";
import { isSignedBy } from "./nats/signing.ts";
import { type Order, readOrder, type SentOrder } from "./order.ts";

/** Milliseconds after which an order is too old, and before which it is too young, as clocks differ. */
export const MOST_AGE = 5 * 60_000;

/** Reads the orders of those who may give some. */
export type Trust = (sent: SentOrder) => Order;

/** Whom an agent trusts. */
export interface TrustOptions {
  /** The public key of who may give orders; without it, everybody in the group may. */
  readonly key?: string | undefined;
  /** The agent's own id. */
  readonly id: string;
  readonly group: string;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Makes what reads orders, each once. It throws a TargetError for an order that is not signed by the key, that is for
 * other agents, or too old, or that came before.
 */
export function createTrust({ key, id, group, now = Date.now }: TrustOptions): Trust {
  const seen = new Set<string>();

  return (sent) => {
    if (key !== undefined) checkSignature(key, sent);
    const order = readOrder(sent);
    if (key === undefined) return order;
    const { run, agents, madeAt } = order;
    if (order.group !== group || !agents.includes(id)) {
      throw refusal("its order is for other agents", "start the run anew");
    }
    const age = now() - madeAt;
    if (!(Math.abs(age) <= MOST_AGE)) {
      const seconds = Math.round(Math.abs(age) / 1_000);
      throw refusal(
        `its order was made ${seconds} s ${age > 0 ? "ago" : "from now"}, by this agent's clock`,
        `an order is good for ${MOST_AGE / 60_000} minutes: set the clocks of both machines`,
      );
    }
    if (seen.has(run)) throw refusal("its order came before", "start the run anew");
    seen.add(run);
    return order;
  };
}

function checkSignature(key: string, { body, signature }: SentOrder): void {
  if (signature === undefined) {
    throw refusal(
      "its order is not signed",
      "pass --sign-key FILE, with the seed of the key that the agents trust",
    );
  }
  if (!isSignedBy(key, body, signature)) {
    throw refusal(
      "its order is signed by another key",
      "--sign-key FILE must hold the seed whose public key is the agents' --trust",
    );
  }
}

function refusal(why: string, hint: string): TargetError {
  return new TargetError(`refuses the run as ${why}`, hint);
}
