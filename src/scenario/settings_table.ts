import { faults } from "./check/fault_schemas.ts";
import {
  axis,
  choice,
  flagged,
  integer,
  latency,
  MAX_RETRIES,
  positive,
  timeout,
  within,
} from "./check/schema.ts";
import {
  consistency,
  events,
  keyspace,
  length,
  matrix,
  MAX_RATE,
  poolSize,
  replication,
  speculative,
  stages,
  thresholds,
} from "./check/setting_schemas.ts";
import { network } from "./check/network_schema.ts";
import type { Setting } from "./setting.ts";
import { CLIENTS, type Settings } from "./settings.ts";

/** The fields without which nothing is due at a given time. */
const SCHEDULE = ["rate", "stages"] as const;

/** Every setting by its name. */
export const SETTINGS: { readonly [K in keyof Required<Settings>]: Setting<Settings[K]> } = {
  latency: {
    schema: axis(latency),
    default: [0],
    flag: { kind: "numbers", example: "0,1,5" },
    help: "ms to inject before each request",
  },
  network: {
    schema: network,
    fields: {
      latency: { kind: "numbers", example: "0,1,5", help: "ms to add to a round trip on the wire" },
      jitter: { kind: "number", example: "0.5", help: "up to this many ms more, at random" },
      bandwidth: { kind: "number", example: "1e6", help: "bytes per second of a node, each way" },
    },
    help: "proxies between client and nodes",
  },
  poolSizes: {
    schema: axis(poolSize),
    default: [1, 100],
    defaultWords: "`[1, 100]`; `[1000]` beside `rate` or `stages`; one slot per worker with " +
      "`steps`; `[100]` with several `workers`",
    flag: { kind: "numbers", example: "1,100" },
    help: "the most operations in flight; 1 is serial",
  },
  operations: {
    schema: integer(1, 1_000_000_000),
    default: 1_000,
    flag: { kind: "number", example: "1000" },
    help: "operations per case",
  },
  duration: {
    schema: length,
    flag: { kind: "duration", example: "30s" },
    help: "length of a case, in place of operations",
  },
  rate: {
    schema: axis(positive(MAX_RATE, "operations per second")),
    flag: { kind: "numbers", example: "500,1000" },
    help: "operations per second, sent when due",
  },
  stages: {
    schema: stages,
    flag: { kind: "stages", example: "900:10s,900:1m" },
    help: "a rate that changes, in place of rate",
  },
  arrivals: {
    schema: choice("constant", "poisson"),
    default: "constant",
    flag: { kind: "text", example: "poisson" },
    beside: SCHEDULE,
    help: "due at even or at random times",
  },
  overflow: {
    schema: choice("queue", "drop"),
    default: "queue",
    flag: { kind: "text", example: "drop" },
    beside: SCHEDULE,
    help: "what is due while the pool is full",
  },
  drain: {
    schema: within(0, 3_600_000, "milliseconds"),
    default: 10_000,
    flag: { kind: "duration", example: "30s" },
    beside: SCHEDULE,
    help: "wait at the end for what is in flight",
  },
  mode: {
    schema: axis(choice("serial", "concurrent", "threads")),
    default: ["serial", "concurrent"],
    flag: { kind: "texts", example: "serial,concurrent" },
    beside: ["steps"],
    help: "how the steps of a page run",
  },
  client: {
    schema: axis(choice(...CLIENTS)),
    default: ["driver"],
    flag: { kind: "texts", example: "driver,wire" },
    help: "what sends the requests",
  },
  timeout: {
    schema: timeout,
    default: 60_000,
    defaultWords: "`60000`, and the largest `latency`",
    flag: { kind: "duration", example: "5s" },
    help: "the most an operation may take",
  },
  onFailure: {
    schema: choice("await", "abort"),
    default: "await",
    flag: { kind: "text", example: "abort" },
    help: "how the others end when a step fails",
  },
  trace: {
    schema: integer(0, 1_000),
    default: 0,
    flag: { kind: "number", example: "3" },
    help: "operations per case that Cassandra traces",
  },
  warmup: {
    schema: within(0, 3_600_000, "milliseconds"),
    default: 250,
    defaultWords: "`250`, or less: the length of a case, or 1,000 operations",
    flag: { kind: "duration", example: "5s" },
    help: "load before each case, not measured",
  },
  repetitions: {
    schema: integer(1, 1_000),
    default: 1,
    flag: { kind: "number", example: "5" },
    help: "how often each case runs, in turns",
  },
  workers: {
    schema: integer(1, 256),
    default: 1,
    flag: { kind: "number", example: "2" },
    help: "threads that share a case's load",
  },
  thresholds: {
    schema: thresholds,
    default: [],
    flag: { name: "threshold", kind: "repeated", example: "'throughput > 500'" },
    help: "what must hold; repeatable",
  },
  events: {
    schema: events,
    flag: { name: "event", kind: "events", example: "5s:2:kill" },
    help: "what is done to a node, and when; repeatable",
  },
  retries: {
    ...{ schema: integer(0, MAX_RETRIES), default: 0 },
    flag: { kind: "number", example: "2" },
    help: "how often a failed request is sent again",
  },
  speculative: {
    schema: speculative,
    flag: { kind: "speculative", example: "20ms,1" },
    help: "when a late request is sent once more",
  },
  curve: {
    ...{ schema: flagged, flag: { kind: "switch" } },
    help: "a search measures 10 to 95 % of its answer",
  },
  maxErrors: {
    ...{ schema: integer(1, 1_000_000_000), flag: { kind: "number", example: "100" } },
    help: "errors after which a case ends",
  },
  maxSamples: {
    schema: integer(1, 100_000_000),
    flag: { kind: "number", example: "1000000" },
    help: "rows that --samples writes at most",
  },
  faults: {
    schema: faults,
    default: [],
    flag: { name: "fault", kind: "faults", example: "overloaded:1%" },
    help: "how the embedded server misbehaves",
  },
  matrix: {
    schema: matrix,
    default: {},
    help: "the scenario's own axes; each is a flag",
  },
  noPopulate: {
    schema: flagged,
    default: false,
    flag: { kind: "switch" },
    beside: ["populate"],
    help: "the rows of populate are there already",
  },
  seed: {
    ...{ schema: integer(0, 2 ** 32 - 1), default: 1 },
    flag: { kind: "number", example: "7" },
    help: "makes the inputs repeatable",
  },
  keyspace: {
    schema: keyspace,
    default: "cassbench",
    flag: { kind: "text", example: "NAME" },
    help: "holds the tables; made if missing",
  },
  replication: {
    schema: replication,
    flag: { kind: "replication", example: "dc1:3,dc2:3" },
    help: "replicas of a keyspace that is made",
  },
  createSchema: {
    schema: flagged,
    default: true,
    flag: { name: "no-ddl", kind: "switch", means: false, help: "make nothing: all must be there" },
    help: "whether what is missing is made",
  },
  consistency: {
    schema: consistency,
    default: "localOne",
    flag: { kind: "text", example: "quorum" },
    help: "how many replicas must answer",
  },
  verifyWrites: {
    ...{ schema: flagged, default: false, help: "read back all that was acknowledged" },
    flag: { name: "verify", kind: "switch" },
  },
  connections: {
    schema: integer(1, 128),
    default: 1,
    defaultWords: "`1`, and one more for each 1,000 operations in flight",
    flag: { kind: "number", example: "2" },
    help: "connections per host and worker",
  },
};

/** The name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** The settings with their names, in the order of the table. */
export const SETTING_ENTRIES: readonly (readonly [SettingName, Setting])[] = Object.entries(
  SETTINGS,
) as [SettingName, Setting][];
