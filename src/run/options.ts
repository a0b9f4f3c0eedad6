import type { AgentsOptions } from "../agents/coordinator.ts";
import type { Login } from "../cluster/login.ts";
import type { YamlValue } from "../cluster/managed/release.ts";
import type { TargetChoice } from "../cluster/target.ts";
import type { AgentDescription } from "../result/agent.ts";
import type { SampledOperations } from "../result/samples.ts";
import type { CaseResult, Second } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import type { EndedServer } from "../result/node.ts";
import type { NodeEventResult } from "../result/node_event.ts";
import type { Case } from "../scenario/planned.ts";
import type { Settings } from "../scenario/settings.ts";

/** How to run a scenario: where, and any of its settings in place of its own. */
export interface RunOptions extends Settings {
  /** Where to run. @default {"embedded"} */
  readonly target?: TargetChoice;
  /** Nodes of `target: "cassandra"`. @default one, or as many as `cassandra start` started */
  readonly nodes?: number;
  /** Port of `target: "cassandra"`. @default 9042, or where `cassandra start` started one */
  readonly port?: number;
  /** The version of `target: "cassandra"`, of 4.1 or 5.0. @default {"5.0.6"}, or that which `cassandra start` started */
  readonly cassandraVersion?: string;
  /** Keys of cassandra.yaml for `target: "cassandra"`: `{ materialized_views_enabled: true }`. @default Cassandra's own */
  readonly cassandraOptions?: Readonly<Record<string, YamlValue>>;
  /**
   * Whom to log in as at `target: "cassandra"`.
   *
   * @default nobody; with the option PasswordAuthenticator, the superuser of a new Cassandra
   */
  readonly cassandraLogin?: Login;
  /** Lets agents carry the load: processes on this and other machines that wait for scenarios. @default this process carries it */
  readonly agents?: AgentsOptions;
  /** Stops the run when it aborts; the result is what was measured until then. */
  readonly signal?: AbortSignal;
  /** Called while the run goes on, with what happens. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Called after each case with its operations by themselves: all, or a random sample where there are more than
   * `maxSamples` of the run. Without it none are kept.
   */
  readonly onSamples?: (samples: CaseSamples) => void;
  /** The path of the scenario's module, for the result. With several workers each of them loads it, and agents get it. */
  readonly file?: string;
}

/** The operations of a case by themselves, in the order in which they ended. */
export interface CaseSamples
  extends SampledOperations, Pick<CaseResult, "parameters" | "repetition"> {
  /** The case's place in the result's `cases`. */
  readonly index: number;
  /** The names of the mix's operations; empty without a mix. */
  readonly names: readonly string[];
  /** The node that coordinated them, where there was one only. */
  readonly coordinator?: string;
}

/** What happens during a run. */
export type Progress =
  | { readonly type: "waiting"; readonly message: string }
  /** The tables are filled, as the scenario's `populate` says. */
  | { readonly type: "populating"; readonly at: PopulateProgress }
  | { readonly type: "running"; readonly at: CaseProgress }
  /** A server that cassbench started ended by itself. While others are left, the run goes on. */
  | { readonly type: "serverEnded"; readonly server: EndedServer }
  /** An agent is silent, is heard again, or its share is lost. */
  | { readonly type: "agent"; readonly agent: AgentDescription; readonly message: string }
  /** Something is done to a node, as the events of the scenario say. */
  | { readonly type: "event"; readonly case: Case; readonly event: NodeEventBegun }
  /** A second of a case is over. */
  | { readonly type: "second"; readonly case: Case; readonly second: Second }
  /** The clock of a case, or of what fills the tables, has stopped: the result so far, without what the nodes say of that case. */
  | { readonly type: "ended"; readonly result: Result }
  /** All is known of a case, or the run is over: the result so far. */
  | { readonly type: "measured"; readonly result: Result };

/** An event on a node that has just begun. */
export type NodeEventBegun = Pick<NodeEventResult, "planned" | "at" | "node" | "address" | "do">;

/** How far it is with filling the tables. */
export interface PopulateProgress {
  /** Operations that ended. */
  readonly done: number;
  /** How many there are. */
  readonly operations: number;
  /** Milliseconds since its clock started. */
  readonly elapsed: number;
  /** How much of it is done, from 0 to 1. */
  readonly share: number;
}

/** How far a case has come. */
export interface CaseProgress {
  /** The case that runs. */
  readonly case: Case;
  /** The number of the case, from 0. */
  readonly index: number;
  /** How many cases there are; `undefined` in a search, which does not know. */
  readonly cases: number | undefined;
  /** Operations that ended. */
  readonly done: number;
  /** Milliseconds since the case's clock started. */
  readonly elapsed: number;
  /** How much of the case is done, from 0 to 1. */
  readonly share: number;
}

/** The settings among the options. */
export function settingsAmong(options: RunOptions): Settings {
  const { target: _, nodes: _n, port: _p, file: _f, signal: _s, ...others } = options;
  const { onProgress: _o, onSamples: _m, ...more } = others;
  const { cassandraVersion: _v, cassandraOptions: _c, cassandraLogin: _l, ...rest } = more;
  const { agents: _a, ...settings } = rest;
  return settings;
}
