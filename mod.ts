/**
 * A scriptable benchmark toolkit for Apache Cassandra: describe tables, latencies, pool sizes and one operation in a
 * scenario file, and get tables that can be trusted.
 *
 * As a program: `deno run -A mod.ts scenarios/latency.ts`. As a library:
 *
 * @example
 * ```ts
 * import { markdown, model, run, scenario } from "@cassbench/cassbench";
 *
 * const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
 * const users = scenario({
 *   name: "users",
 *   models: [User],
 *   input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
 *   operation: (session, user) => session.create(User, user),
 * });
 *
 * console.log(markdown(await run(users, { operations: 100 })));
 * ```
 *
 * @module
 */
export { ScenarioError, TargetError } from "./src/errors.ts";
export type { Case } from "./src/plan.ts";
export { json } from "./src/report/json.ts";
export { markdown } from "./src/report/markdown.ts";
export type {
  CaseResult,
  ClientHealth,
  Environment,
  Errors,
  Result,
  Status,
  TargetDescription,
  TimeSummary,
  Warmup,
  Warning,
} from "./src/result/document.ts";
export { type CaseProgress, type Progress, run, type RunOptions } from "./src/run.ts";
export type { CqlType, CqlValue, CqlValues, NativeTypes } from "./src/scenario/cql_type.ts";
export {
  type CheckedColumns,
  type ClusteringColumns,
  type ClusteringOrder,
  type Column,
  type Columns,
  type ColumnValue,
  type KeyColumns,
  type Model,
  model,
  type ModelOptions,
  type PartitionColumns,
  type PrimaryKey,
  type RowOf,
} from "./src/scenario/model.ts";
export {
  type Axes,
  type AxisValue,
  type AxisValues,
  type Consistency,
  type InputContext,
  type Parameters,
  type Scenario,
  scenario,
  type SeededFaker,
  type Settings,
} from "./src/scenario/scenario.ts";
export type {
  Batch,
  BatchOptions,
  Changes,
  FindAllOptions,
  Found,
  Page,
  PageOptions,
  Session,
} from "./src/scenario/session.ts";
export type { ClusterAddress } from "./src/target/connect.ts";
export type { TargetChoice } from "./src/target/target.ts";

// Not awaited: the scenario imports this module, which would then wait for the scenario and the scenario for it.
if (import.meta.main) import("./src/cli/main.ts").then(({ main }) => main(Deno.args));
