import { seededInputs } from "../../src/engine/inputs.ts";
import { type Load, runLoad } from "../../src/engine/load.ts";
import type { CaseResult } from "../../src/result/document.ts";
import { type Model, model } from "../../src/scenario/model.ts";
import { type Scenario, scenario } from "../../src/scenario/scenario.ts";
import type { Session } from "../../src/scenario/session.ts";
import { classify } from "../../src/target/errors.ts";

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

/** Makes users before any clock starts, the same ones in every process. */
export function makeUsers(count: number): User[] {
  const make = seededInputs(users, 1, {});
  return Array.from({ length: count }, (_, index) => make(index) as User);
}

/** Creates the users through cassbench, as `run()` would. */
export async function createThroughCassbench(
  session: Session,
  inputs: readonly User[],
  { poolSize, latency = 0 }: { readonly poolSize: number; readonly latency?: number },
): Promise<CaseResult> {
  const load: Load = {
    case: { parameters: { latency, poolSize }, operations: inputs.length },
    scenario: users,
    session,
    makeInput: (index) => inputs[index],
    classify,
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  const result = await runLoad(load);
  assertNoErrors(result);
  return result;
}

/** Failing fast is cheap: a figure with errors in it is none. */
export function assertNoErrors({ errors }: CaseResult): void {
  if (errors.total > 0) {
    throw new Error(
      `Cannot compare as ${errors.total} operations failed: ${JSON.stringify(errors.examples)}`,
    );
  }
}
