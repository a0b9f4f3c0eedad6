import type { Model } from "./model.ts";
import type { Session } from "./session.ts";
import type { Axes, AxisValues, Parameters, Settings } from "./settings.ts";
import type { Steps } from "./steps.ts";
import type { Tasks } from "./tasks.ts";

/** A faker of `@faker-js/faker` whose data is repeatable. */
export type SeededFaker = InstanceType<(typeof import("@faker-js/faker"))["Faker"]>;

/** What `input` makes an operation's input from: the same seed and index give the same input. */
export interface InputContext<A extends Axes = Axes> {
  /** Seeded anew for each input. */
  readonly faker: SeededFaker;
  /** A number from 0 to 1, without 1, from the same seed. */
  readonly random: () => number;
  /** Counts the case's operations from 0. */
  readonly index: number;
  /** The values of the scenario's own axes. */
  readonly parameters: AxisValues<A>;
}

/** What a scenario file exports: plain data. Made by {@linkcode scenario}, which adds types and nothing else. */
export type Scenario<Input = unknown, A extends Axes = Axes> =
  & ScenarioParts<Input, A>
  & (Operation<Input, A> | Mix<Input, A> | Paged<Input, A>);

/** A scenario of one operation. */
export interface Operation<Input, A extends Axes = Axes> {
  /** The timed unit. What it throws is counted, and the run goes on. */
  operation(
    session: Session,
    input: Input,
    parameters: Parameters<A>,
    tasks: Tasks,
  ): Promise<unknown>;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly mix?: never;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly steps?: never;
}

/** A scenario of several operations. */
export interface Mix<Input, A extends Axes = Axes> {
  /** Operations by name, each as often as its weight says. All get what `input` makes. */
  readonly mix: Readonly<Record<string, Weighted<Input, A>>>;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly operation?: never;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly steps?: never;
}

/** A scenario of a page: one operation that is several steps. */
export interface Paged<Input, A extends Axes = Axes> {
  /** Names the steps: `(page) => page.step("user", (session, input) => …).step("likes", { after: ["user"] }, …)`. */
  steps(page: Steps<Input, A>): Steps<Input, A, unknown>;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly operation?: never;
  /** There is one operation, a mix of several, or a page of steps. */
  readonly mix?: never;
}

/** One operation of a mix: as a scenario's only one, and how often it comes. */
export interface Weighted<Input, A extends Axes = Axes>
  extends Pick<Operation<Input, A>, "operation"> {
  /** Its part of the sum of all weights. */
  readonly weight: number;
}

/** What every scenario has. */
export interface ScenarioParts<Input, A extends Axes> extends Settings<A> {
  /** Names the result files. */
  readonly name: string;
  /** The tables to create when they are missing. */
  readonly models?: readonly Model[];
  /** Makes one operation's input, before the clock starts. */
  input?(context: InputContext<A>): Input;
  /** Runs before each case, outside the clock and with no latency injected. */
  setup?(session: Session, parameters: Parameters<A>): Promise<unknown>;
  /** Runs after each case, outside the clock and with no latency injected. */
  teardown?(session: Session, parameters: Parameters<A>): Promise<unknown>;
}

/**
 * Types a scenario: what `input` returns is what `operation` receives.
 *
 * @example
 * ```ts
 * import { model, scenario } from "@cassbench/cassbench";
 *
 * const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
 *
 * export default scenario({
 *   name: "create users",
 *   models: [User],
 *   matrix: { nameLength: [10, 1_000] },
 *   input: ({ faker, parameters }) => ({
 *     user_id: faker.string.uuid(),
 *     name: faker.string.alpha(parameters.nameLength),
 *   }),
 *   operation: (session, user) => session.create(User, user),
 * });
 * ```
 */
export function scenario<Input, const A extends Axes = Record<never, never>>(
  scenario: Scenario<Input, A>,
): Scenario<Input, A> {
  return scenario;
}
