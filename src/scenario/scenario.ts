import type { CallDefaults } from "./calls/call_options.ts";
import type { Model } from "./schema/model.ts";
import type { Session } from "./calls/session.ts";
import type { Axes, AxisValues, Parameters, Settings } from "./settings.ts";
import type { Steps } from "./steps.ts";
import type { Tasks } from "./tasks.ts";

/** A seeded Faker of `@faker-js/faker`. */
export type SeededFaker = InstanceType<(typeof import("@faker-js/faker"))["Faker"]>;

/** What `input` is given: with the same seed and index it is the same, so the input is, too. */
export interface InputContext<A extends Axes = Axes> {
  /** A Faker that is seeded for this input. */
  readonly faker: SeededFaker;
  /** Gives a number from 0 to below 1, from the same seed. */
  readonly random: () => number;
  /** The number of the operation in its case, from 0; for the own `input` of a mix's operation, its number among those of its kind. */
  readonly index: number;
  /**
   * How many operations of a mix, by name, were due before this one, less those that can still be in flight: of the last
   * two and a half pools of operations and 100 more, none is counted, unless the pool has one place. It holds while `input`
   * runs; 0 in a warm-up, which creates none of a case's rows.
   */
  readonly counts: Readonly<Record<string, number>>;
  /** The values of the scenario's own axes. */
  readonly parameters: AxisValues<A>;
}

/** What a scenario file exports: plain data. {@linkcode scenario} adds types and nothing else. */
export type Scenario<
  Input = unknown,
  A extends Axes = Axes,
  Populated = unknown,
  Own = Record<string, unknown>,
  Loads = Record<string, unknown>,
> =
  & ScenarioParts<Input, A, Populated, Loads>
  & (Operation<Input, A, Populated> | Mix<Input, A, Own, Populated> | Paged<Input, A>);

/** A scenario of one operation. */
export interface Operation<Input, A extends Axes = Axes, Populated = unknown> {
  /** The timed unit. An error that it throws is counted, and the run goes on. */
  operation(
    session: Session,
    input: Input,
    parameters: Parameters<A>,
    tasks: Tasks,
  ): Promise<unknown>;
  /**
   * Gives what the operation's answer must equal, after its clock has stopped. Where it does not, the operation has failed,
   * in the class `mismatch`. Null, a missing value and an empty collection are equal, as Cassandra does not tell them
   * apart.
   */
  verify?(input: Input, context: VerifyContext<Populated>): unknown;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly mix?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly steps?: never;
}

/** A scenario of several operations; `Own` has what their own `input` functions return, by name. */
export interface Mix<
  Input,
  A extends Axes = Axes,
  Own = Record<string, unknown>,
  Populated = unknown,
> {
  /** The operations by name. How often each runs follows from its weight. */
  readonly mix: { readonly [Name in keyof Own]: Weighted<Input, A, Own[Name], Populated> };
  /** Each operation has its own. */
  readonly verify?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly operation?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly steps?: never;
}

/** A scenario of a page: an operation of several steps. */
export interface Paged<Input, A extends Axes = Axes> {
  /** Adds the steps: `(page) => page.step("user", (session, input) => …).step("likes", { after: ["user"] }, …)`. */
  steps(page: Steps<Input, A>): Steps<Input, A, unknown>;
  /** The answers of a page are those of its steps, which can check them. */
  readonly verify?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly operation?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly mix?: never;
}

/** One operation of a mix, with its weight, and with options that its calls have where they do not give their own. */
export interface Weighted<Input, A extends Axes = Axes, Own = unknown, Populated = unknown>
  extends CallDefaults, Pick<Operation<OwnOr<Input, Own>, A, Populated>, "operation" | "verify"> {
  /** It runs in this proportion to the sum of all weights. */
  readonly weight: number;
  /**
   * Makes the input of this operation alone, in place of the scenario's `input`. Its `context.index` counts the operations
   * of this kind. TypeScript infers what it returns where its context has a type: `(context: InputContext) => …`.
   */
  input?(context: InputContext<A>): Own;
}

/** What `verify` is given beside the input. */
export interface VerifyContext<Populated = unknown> {
  /** Makes the input of this index again that `populate` has, of the run's seed. */
  populated(index: number): Populated;
}

/** What an operation of a mix receives: what its own `input` returns, without one what the scenario's returns. */
export type OwnOr<Input, Own> = unknown extends Own ? Input : Own;

/** What fills the tables, once per run: before the first case, and after `beforeAll`. */
export interface Populate<Input> {
  /** How many operations there are. All are sent, whatever time that takes. */
  readonly operations: number;
  /** Makes one operation's input. The same seed gives the same inputs; `index` counts the operations from 0. */
  input(context: InputContext<Record<never, never>>): Input;
  /** Writes what the input says, with no latency injected. An error that it throws is counted. */
  operation(session: Session, input: Input): Promise<unknown>;
  /** The most operations in flight. @default {100}, with a rate `1000` */
  readonly poolSize?: number;
  /** Operations per second. @default as many as the pool allows */
  readonly rate?: number;
}

/** A load that runs beside the measured one of each case: it starts before that and ends after it. */
export type BackgroundLoad<Input = unknown, A extends Axes = Axes, Populated = unknown> =
  & BackgroundParts<Input, A>
  & (
    | Operation<Input, A, Populated>
    | Mix<Input, A, Record<string, unknown>, Populated>
  );

/** How fast a background load is, and its inputs; one of `rate` and `poolSize` must be there. */
export interface BackgroundParts<Input, A extends Axes> {
  /** Operations per second, sent when they are due. @default as many as the pool allows */
  readonly rate?: number;
  /** The most operations in flight. @default {1000} beside a rate */
  readonly poolSize?: number;
  /**
   * Makes one operation's input; the load has a seed of its own, and `index` counts its operations from 0. TypeScript
   * infers what it returns where its context has a type: `({ index }: InputContext) => …`.
   */
  input?(context: InputContext<A>): Input;
}

/** The fields of every scenario; `Populated` and `Loads` are the inputs of `populate` and of each of the `loads`. */
export interface ScenarioParts<
  Input,
  A extends Axes,
  Populated = unknown,
  Loads = Record<string, unknown>,
> extends Settings<A> {
  /** The name of the scenario, and of its result files. */
  readonly name: string;
  /** The tables to create when they are missing. */
  readonly models?: readonly Model[];
  /** Further statements for the schema, such as those of materialized views: sent once per run, after the tables. */
  readonly ddl?: readonly string[];
  /** Makes one operation's input, before the clock starts. */
  input?(context: InputContext<A>): Input;
  /** Fills the tables, once per run, through the first `client` and all `workers`. */
  readonly populate?: Populate<Populated>;
  /** Loads by name that run in the background of each case, with no latency injected and figures of their own. */
  readonly loads?: { readonly [Name in keyof Loads]: BackgroundLoad<Loads[Name], A, Populated> };
  /** Runs once, before everything else. What it throws ends the run. */
  beforeAll?(session: Session): Promise<unknown>;
  /** Runs once, after everything else, whatever ended the run; not where `beforeAll` failed. */
  afterAll?(session: Session): Promise<unknown>;
  /** Runs before each case, outside the clock and with no latency injected. */
  setup?(session: Session, parameters: Parameters<A>): Promise<unknown>;
  /** Runs after each case, outside the clock and with no latency injected. */
  teardown?(session: Session, parameters: Parameters<A>): Promise<unknown>;
}

/**
 * Returns the scenario as it is, with its types: `operation` receives what `input` returns.
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
export function scenario<
  Input,
  const A extends Axes = Record<never, never>,
  Populated = unknown,
  Own = Record<string, unknown>,
  Loads = Record<never, never>,
>(scenario: Scenario<Input, A, Populated, Own, Loads>): Scenario<Input, A, Populated> {
  return scenario as Scenario<Input, A, Populated>;
}
