import { classify, failureKind } from "../../src/cluster/errors.ts";
import { type Load, runLoad } from "../../src/engine/load.ts";
import { seededInputs } from "../../src/engine/operations/inputs.ts";
import type { Measured } from "../../src/measure/measured.ts";
import { plan } from "../../src/run/plan.ts";
import { type Model, model } from "../../src/scenario/schema/model.ts";
import type { Case } from "../../src/scenario/planned.ts";
import { type InputContext, type Scenario, scenario } from "../../src/scenario/scenario.ts";
import type { Session } from "../../src/scenario/calls/session.ts";

/** The first experiment's table. */
export const UserModel = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

/** A row of it. */
export type User = typeof UserModel extends Model<infer Row> ? Row : never;

/** What `scenarios/latency.ts` does, and what every file here measures. */
export const users: Scenario = scenario({
  name: "users",
  models: [UserModel],
  input: ({ faker }): User => ({
    user_id: faker.string.uuid(),
    first_name: faker.person.firstName(),
    last_name: faker.person.lastName(),
  }),
  operation: (session, user) => session.create(UserModel, user),
}) as Scenario;

/** The size of a case. */
export interface Size {
  readonly operations: number;
  readonly poolSize: number;
  /** Milliseconds to inject before each create. @default {0} */
  readonly latency?: number;
}

/** Makes users before any clock starts, the same ones in every process. */
export function makeUsers(count: number): User[] {
  const makeUser = seededInputs(users, 1, {});
  return Array.from({ length: count }, (_, index) => makeUser(index) as User);
}

/** The creates of a case, as `run()` would give them to the engine, but not warmed up. */
export function usersLoad(session: Session, size: Size, from: Scenario = users): Load {
  const { operations, poolSize, latency = 0 } = size;
  const settings = { operations, poolSizes: [poolSize], latency: [latency], warmup: 0 };
  const planned = plan(from, settings);
  return {
    plan: planned,
    case: planned.cases[0] as Case,
    share: { worker: 0, workers: 1 },
    session,
    driverUse: () => ({ inFlight: 0, limit: Infinity }),
    classify,
    failureKind,
    signal: new AbortController().signal,
    onReady: () => Promise.resolve(performance.now()),
    onProgress: () => {},
    onSecond: () => {},
  };
}

/** Creates these users through cassbench. */
export async function createThroughCassbench(
  session: Session,
  inputs: readonly User[],
  size: Omit<Size, "operations">,
): Promise<Measured> {
  const given = { ...users, input: ({ index }: InputContext) => inputs[index] } as Scenario;
  const load = usersLoad(session, { ...size, operations: inputs.length }, given);
  const result = await runLoad(load);
  assertNoErrors(result);
  return result;
}

/** Throws for a result with errors in it: failing fast is cheap, so its figures are none. */
export function assertNoErrors({ errors: { total, examples } }: Measured): void {
  if (total === 0) return;
  throw new Error(`Cannot measure as ${total} operations failed: ${JSON.stringify(examples)}`);
}
