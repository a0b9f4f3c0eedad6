import type { NatsConnection } from "@nats-io/nats-core";
import { deadline } from "@std/async";

/** Milliseconds that what was sent last gets to reach NATS. */
const PARTING = 1_000;

/** Closes a connection once what was sent has arrived; soon, where NATS is away. */
export async function partFrom(nats: NatsConnection): Promise<void> {
  await deadline(nats.drain(), PARTING).catch(() => {});
  await nats.close();
}
