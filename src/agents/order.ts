import type { LoadConnection } from "../cluster/driver/connect.ts";
import type { Plan } from "../scenario/planned.ts";
import type { ScenarioBundle } from "./bundle/bundle.ts";
import { fromBody, toBody } from "./nats/body.ts";

/** What a coordinator tells agents to do: of which scenario, on which target. It holds no secret. */
export interface Order extends Pick<Plan, "settings" | "warmup"> {
  /** The run's id, which no other run has. */
  readonly run: string;
  readonly group: string;
  /** The ids of the agents that it is for. */
  readonly agents: readonly string[];
  /** When it was made, in milliseconds since 1970 by the coordinator's clock. */
  readonly madeAt: number;
  /** The scenario's name. */
  readonly name: string;
  /** The scenario's code by its hash. */
  readonly bundle: Pick<ScenarioBundle, "file" | "hash">;
  /** The target, without passwords and keys. */
  readonly connection: LoadConnection;
  /** The ids of its nodes; empty where they are not known. */
  readonly hostIds: readonly string[];
}

/** An order as it travels. */
export interface SentOrder {
  /** The order, in the form of `node:v8`. */
  readonly body: Uint8Array;
  /** The signature of `body`; absent where the coordinator has no key. */
  readonly signature?: Uint8Array;
}

/** Makes an order ready to travel. */
export function sendOrder(order: Order, sign?: (bytes: Uint8Array) => Uint8Array): SentOrder {
  const body = new Uint8Array(toBody("the order", order));
  return { body, ...sign && { signature: sign(body) } };
}

/** Reads an order that came, and that is trusted. */
export function readOrder({ body }: SentOrder): Order {
  return fromBody(body) as Order;
}
