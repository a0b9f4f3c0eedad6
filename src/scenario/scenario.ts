import type { Model } from "./model.ts";
import type { Session } from "./session.ts";

/** A scenario's own axes: name → the values to try. */
export type Axes = Readonly<Record<string, readonly AxisValue[]>>;

/** A value that an axis can have. */
export type AxisValue = string | number | boolean;

/** One value of each axis. */
export type AxisValues<A extends Axes> = { readonly [K in keyof A]: A[K][number] };

/** The coordinates of a case: the injected latency in milliseconds, the pool size, and the scenario's own axes. */
export type Parameters<A extends Axes = Axes> = AxisValues<A> & {
  readonly latency: number;
  readonly poolSize: number;
};

/** A faker of `@faker-js/faker` whose data is repeatable. */
export type SeededFaker = InstanceType<(typeof import("@faker-js/faker"))["Faker"]>;

/** What `input` makes an operation's input from: the same seed and index give the same input. */
export interface InputContext<A extends Axes = Axes> {
  /** Seeded anew for each input. */
  readonly faker: SeededFaker;
  /** Counts the case's operations from 0. */
  readonly index: number;
  /** The values of the scenario's own axes. */
  readonly parameters: AxisValues<A>;
}

/** How many replicas must answer, in CQL's words. */
export type Consistency =
  | "any"
  | "one"
  | "two"
  | "three"
  | "quorum"
  | "all"
  | "localQuorum"
  | "eachQuorum"
  | "localOne";

/** The settings of a scenario that flags and {@linkcode RunOptions} override. */
export interface Settings<A extends Axes = Axes> {
  /** Milliseconds to inject before each request, one case each. @default {[0]} */
  readonly latency?: readonly number[];
  /** Operations in flight, one case each; 1 is serial. @default {[1, 100]} */
  readonly poolSizes?: readonly number[];
  /** Operations per case. @default {1000} */
  readonly operations?: number;
  /** The longest warm-up before each case in milliseconds; it ends after 1,000 operations. @default {250} */
  readonly warmup?: number;
  /** The scenario's own axes; each value reaches `input` and `operation` as a parameter. */
  readonly matrix?: A;
  /** Makes the inputs repeatable. @default {1} */
  readonly seed?: number;
  /** Where the tables are; created when missing. @default {"cassbench"} */
  readonly keyspace?: string;
  /** How many replicas must answer. @default {"localOne"} */
  readonly consistency?: Consistency;
  /** Connections per host. @default one, and one more for each 1,000 operations in flight */
  readonly connections?: number;
}

/** What a scenario file exports: plain data. Made by {@linkcode scenario}, which adds types and nothing else. */
export interface Scenario<Input = unknown, A extends Axes = Axes> extends Settings<A> {
  /** Names the result files. */
  readonly name: string;
  /** The tables to create when they are missing. */
  readonly models?: readonly Model[];
  /** Makes one operation's input, before the clock starts. */
  input?(context: InputContext<A>): Input;
  /** The timed unit. What it throws is counted, and the run goes on. */
  operation(session: Session, input: Input, parameters: Parameters<A>): Promise<unknown>;
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
