import { messageOf, ScenarioError, TargetError } from "../../errors.ts";
import { type AgentDescription, nameAgent } from "../../result/agent.ts";
import { afterGrace } from "../../runtime/grace.ts";
import { type Carrier, CarrierLost } from "./carrier.ts";

/** Milliseconds that a carrier gets to answer. */
export interface CarrierGrace {
  readonly stop: number;
  readonly close: number;
}

/** Lets a carrier end what it runs. It answers as soon as it hears of it; one that does not loops, and is ended. */
export async function stopCarrier(carrier: Carrier, { stop }: CarrierGrace): Promise<void> {
  await askInTime(carrier, "stop", stop, reasonFor(carrier));
}

/** Closes a carrier, and ends its channel. */
export async function closeCarrier(carrier: Carrier, { close }: CarrierGrace): Promise<void> {
  const reason = carrier.agent === undefined
    ? new TargetError("Cannot go on as the worker was ended")
    : new CarrierLost("was let go");
  await askInTime(carrier, "close", close, reason);
  carrier.channel.end(reason);
}

function reasonFor({ agent }: Carrier): Error {
  return agent === undefined
    ? new TargetError("a worker does not give its thread back")
    : new CarrierLost("did not answer when it was stopped");
}

/** Asks a carrier, and ends it for the reason when it does not answer in time. One that has ended needs not be asked. */
async function askInTime(
  { channel: { ask, end } }: Carrier,
  name: "stop" | "close",
  grace: number,
  reason: Error,
): Promise<void> {
  const cancel = afterGrace(grace, () => end(reason));
  await ask(name).catch(() => {});
  cancel();
}

/** The error of a carrier: of a mistake in the scenario, a ScenarioError that says where. */
export function describeError(
  error: unknown,
  agent: AgentDescription | undefined,
  hint: string | undefined = Object(error).hint,
): Error {
  if (error instanceof TargetError) return error;
  if (!(error instanceof ScenarioError)) return new TargetError(messageOf(error));
  const where = agent === undefined ? "In a worker" : `In agent ${nameAgent(agent)}`;
  return new ScenarioError(`${where}: ${error.message}`, hint);
}
