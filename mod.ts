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
export { ResultError, ScenarioError, TargetError } from "./src/errors.ts";
export type { Case } from "./src/scenario/planned.ts";
export { html, htmlOf } from "./src/report/html/html.ts";
export { json } from "./src/report/json.ts";
export { markdown } from "./src/report/markdown.ts";
export { csv } from "./src/report/csv.ts";
export { jira } from "./src/report/jira.ts";
export { hlog } from "./src/report/hlog.ts";
export { stress } from "./src/report/stress.ts";
export { svg } from "./src/report/timeline/svg.ts";
export type {
  CaseResult,
  ChainResult,
  EarlyEnd,
  Errors,
  Goodput,
  LoadResult,
  MixResult,
  SampleFigures,
  Schedule,
  Second,
  Status,
  StepResult,
  Warmup,
} from "./src/result/case.ts";
export type { AgentClock, AgentDescription, AgentResult } from "./src/result/agent.ts";
export { readResult } from "./src/result/read/read_result.ts";
export type { RequestFigures, Tries } from "./src/result/request_figures.ts";
export type { ClientHealth, DriverUse, LateInputs, PoolUse } from "./src/result/client_health.ts";
export type { PopulateResult } from "./src/result/populate.ts";
export type { TimeSummary } from "./src/result/time_summary.ts";
export type {
  Calibration,
  Ceiling,
  Environment,
  Estimate,
  Finding,
  GaveWay,
  Interval,
  ModeSpeedup,
  OutcomeFacts,
  PoolSpeedup,
  Result,
  SearchResult,
  SearchStep,
  Speedup,
  ThresholdResult,
  Warning,
} from "./src/result/document.ts";
export type { TargetDescription } from "./src/result/target.ts";
export { type Answer, answerOf } from "./src/result/conclude/answer.ts";
export { type Outcome, outcome, type OutcomeOptions } from "./src/result/conclude/outcome.ts";
export type { Reason, Verdict } from "./src/result/verdict.ts";
export type { Verified } from "./src/result/verified.ts";
export type { Outage } from "./src/result/outage.ts";
export type * from "./src/result/node.ts";
export type { CaseInterval, Dip, NodeEventResult, ResponseDip } from "./src/result/node_event.ts";
export type { ClockOffset, Span, TimelinePage } from "./src/result/timeline.ts";
export type * from "./src/run/options.ts";
export type { SampledOperations } from "./src/result/samples.ts";
export type { AgentsOptions } from "./src/agents/coordinator.ts";
export type { NatsAccess, NatsTls } from "./src/agents/nats/access.ts";
export { compare, type CompareOptions } from "./src/compare/compare.ts";
export type { AcrossCondition } from "./src/compare/conditions.ts";
export type * from "./src/compare/comparison.ts";
export { mergeResults } from "./src/merge/merge_results.ts";
export { mergeIntervalLogs } from "./src/merge/logs/merge_logs.ts";
export type { NamedLog } from "./src/merge/logs/read_log.ts";
export { run } from "./src/run/run.ts";
export {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from "./src/run/embedded_server.ts";
export type { Fault, FaultCount, FaultKind, FaultRequests } from "./src/scenario/faults.ts";
export type * from "./src/result/advice.ts";
export type { FaultResult } from "./src/result/fault.ts";
export type {
  CqlType,
  CqlValue,
  CqlValues,
  NativeTypes,
  NoTypes,
  TypedArray,
  TypedArrayOf,
  Unquoted,
  VectorValue,
} from "./src/scenario/schema/cql_type.ts";
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
} from "./src/scenario/schema/model.ts";
export type { Index, ModelIndex } from "./src/scenario/schema/indexes.ts";
export type { OptionMap, TableOptions } from "./src/scenario/schema/table_options.ts";
export {
  type CheckedFields,
  type Fields,
  type FieldValues,
  type,
  type UserType,
  type ValuesOf,
} from "./src/scenario/schema/user_type.ts";
export {
  type ChooseKey,
  type ExponentialOptions,
  type HotspotOptions,
  type KeyContext,
  type Keys,
  keys,
  type LatestOptions,
  type NormalOptions,
  type SequentialOptions,
  type UniformOptions,
  type WeibullOptions,
  type ZipfOptions,
} from "./src/scenario/keys.ts";
export { type Generate, generate, type MakeValue, type Size } from "./src/scenario/generate.ts";
export { type Context, context } from "./src/scenario/context.ts";
export type { YamlValue } from "./src/cluster/managed/release.ts";
export type { Keyspace, Replication } from "./src/scenario/schema/keyspace.ts";
export {
  type BackgroundLoad,
  type BackgroundParts,
  type InputContext,
  type Mix,
  type Operation,
  type OwnOr,
  type Paged,
  type Populate,
  type Scenario,
  scenario,
  type ScenarioParts,
  type SeededFaker,
  type VerifyContext,
  type Weighted,
} from "./src/scenario/scenario.ts";
export type {
  BatchOptions,
  CallDefaults,
  CallOptions,
  ClusteringRange,
  ConditionalOptions,
  DeleteOptions,
  ExecuteOptions,
  FindAllOptions,
  FindOptions,
  PartialKey,
  RangeOf,
  ReadConsistency,
  RowsOptions,
  SerialConsistency,
  WriteOptions,
} from "./src/scenario/calls/call_options.ts";
export {
  at,
  type Change,
  type ChangeKind,
  type ChangeOf,
  field,
  type ListChange,
  minus,
  plus,
  prepend,
} from "./src/scenario/calls/change.ts";
export type {
  Batch,
  Changes,
  Found,
  NewRow,
  NoColumn,
  OnlyColumns,
  Rows,
  Session,
} from "./src/scenario/calls/session.ts";
export type {
  Axes,
  AxisValue,
  AxisValues,
  Client,
  Consistency,
  FullSettings,
  Mode,
  Parameters,
  Settings,
  Speculative,
  Stage,
} from "./src/scenario/settings.ts";
export type { Network, NetworkConditions, NetworkStage } from "./src/scenario/network.ts";
export type { NetworkResult } from "./src/result/network.ts";
export type { NodeAction, NodeEvent } from "./src/scenario/node_event.ts";
export type { ComputeStep, RunStep, StepOptions, Steps } from "./src/scenario/steps.ts";
export type { Task, Tasks } from "./src/scenario/tasks.ts";
export type {
  AbortingThreshold,
  Metric,
  Threshold,
  ThresholdSetting,
} from "./src/scenario/threshold.ts";
export { search } from "./src/run/search.ts";
export type { BundleAddress, ClusterAddress } from "./src/cluster/driver/connect.ts";
export type { TlsOptions } from "./src/cluster/tls/options.ts";
export type { Login, Password } from "./src/cluster/login.ts";
export type { TargetChoice } from "./src/cluster/target.ts";

// Not awaited: the scenario imports this module, which would then wait for the scenario and the scenario for it.
if (import.meta.main) import("./src/cli/main.ts").then(({ main }) => main(Deno.args));
