import type { Model } from "./model.ts";
import type { Session } from "./session.ts";
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
  /** The number of the operation in its case, from 0. */
  readonly index: number;
  /** The values of the scenario's own axes. */
  readonly parameters: AxisValues<A>;
}

/** What a scenario file exports: plain data. {@linkcode scenario} adds types and nothing else. */
export type Scenario<
  Input = unknown,
  A extends Axes = Axes,
  Populated = unknown,
  Loads = Record<string, unknown>,
> =
  & ScenarioParts<Input, A, Populated, Loads>
  & (Operation<Input, A> | Mix<Input, A> | Paged<Input, A>);

/** A scenario of one operation. */
export interface Operation<Input, A extends Axes = Axes> {
  /** The timed unit. An error that it throws is counted, and the run goes on. */
  operation(
    session: Session,
    input: Input,
    parameters: Parameters<A>,
    tasks: Tasks,
  ): Promise<unknown>;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly mix?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly steps?: never;
}

/** A scenario of several operations. */
export interface Mix<Input, A extends Axes = Axes> {
  /** The operations by name. How often each runs follows from its weight; all get the input that `input` makes. */
  readonly mix: Readonly<Record<string, Weighted<Input, A>>>;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly operation?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly steps?: never;
}

/** A scenario of a page: an operation of several steps. */
export interface Paged<Input, A extends Axes = Axes> {
  /** Adds the steps: `(page) => page.step("user", (session, input) => …).step("likes", { after: ["user"] }, …)`. */
  steps(page: Steps<Input, A>): Steps<Input, A, unknown>;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly operation?: never;
  /** A scenario has one of `operation`, `mix` and `steps`. */
  readonly mix?: never;
}

/** One operation of a mix, with its weight. */
export interface Weighted<Input, A extends Axes = Axes>
  extends Pick<Operation<Input, A>, "operation"> {
  /** It runs in this proportion to the sum of all weights. */
  readonly weight: number;
}

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
export type BackgroundLoad<Input = unknown, A extends Axes = Axes> =
  & BackgroundParts<Input, A>
  & (Operation<Input, A> | Mix<Input, A>);

/** How fast a background load is, and its inputs; one of `rate` and `poolSize` must be there. */
export interface BackgroundParts<Input, A extends Axes> {
  /** Operations per second, sent when they are due. @default as many as the pool allows */
  readonly rate?: number;
  /** The most operations in flight. @default {1000} beside a rate */
  readonly poolSize?: number;
  /** Makes one operation's input; the load has a seed of its own, and `index` counts its operations from 0. */
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
  /** Makes one operation's input, before the clock starts. */
  input?(context: InputContext<A>): Input;
  /** Fills the tables, once per run, through the first `client` and all `workers`. */
  readonly populate?: Populate<Populated>;
  /** Loads by name that run in the background of each case, with no latency injected and figures of their own. */
  readonly loads?: { readonly [Name in keyof Loads]: BackgroundLoad<Loads[Name], A> };
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
  Loads = Record<string, unknown>,
>(
  scenario: Scenario<Input, A, Populated, Loads>,
): Scenario<Input, A, Populated, Loads> {
  return scenario;
}
