import type { AgentGroup } from "../agents/coordinator.ts";
import { describeNodes, type NodeCounters } from "../cluster/nodes.ts";
import type { Login } from "../cluster/login.ts";
import type { ServerWatch } from "../cluster/server_watch.ts";
import type { WantedCassandra } from "../cluster/managed/release.ts";
import { openTarget, type Target, type TargetChoice } from "../cluster/target.ts";
import { joinTraces } from "../cluster/tracing/join_traces.ts";
import type { CaseResult, Second } from "../result/case.ts";
import { describeAgents } from "../result/conclude/agents.ts";
import { judgeEvents } from "../result/conclude/judged_events.ts";
import type { DoneEvent } from "../result/conclude/node_events.ts";
import { judge } from "../result/conclude/verdict.ts";
import type { Warning } from "../result/document.ts";
import type { TargetDescription } from "../result/target.ts";
import type { EndedServer } from "../result/node.ts";
import type { PopulateResult } from "../result/populate.ts";
import type { TimelinePage } from "../result/timeline.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import { actsOnNodes, caseNetwork } from "../scenario/network.ts";
import { checkFile, startCompute, startLoad } from "./case_threads.ts";
import { endFaults, startFaults } from "./case_faults.ts";
import { assertPossible } from "./event_problems.ts";
import { prepareEvents, prepareRestoring, type Restoring } from "./events.ts";
import { runHook } from "./hooks.ts";
import { runPopulate } from "./populate.ts";
import type { KeptSamples } from "./samples.ts";
import { type VerifyParts, verifyWrites } from "./verify_writes.ts";

/** Where to run, what stops it, and what is called while it waits. */
export interface RunnerOptions {
  readonly target: TargetChoice;
  readonly nodes: number | undefined;
  readonly port: number | undefined;
  /** Which Cassandra to start, where one is. */
  readonly cassandra: WantedCassandra;
  /** Whom to log in as on it. */
  readonly login: Login | undefined;
  readonly file: string | undefined;
  /** The agents that carry the load; absent where this process does. */
  readonly group: AgentGroup | undefined;
  readonly signal: AbortSignal;
  /** Called with what is waited for. */
  readonly onWait: (message: string) => void;
  /** Called with each server that ends by itself. */
  readonly onServerEnd: (ended: EndedServer) => void;
}

/** An open target with its threads, on which cases run one after the other. */
export interface Runner {
  /** What is measured, and what of it has ended so far. */
  describe(): TargetDescription;
  /** What of the target is not as it was asked for. */
  readonly warnings: readonly Warning[];
  /** Aborts with a TargetError when the last server of the target has ended. */
  readonly lost: AbortSignal;
  /** Runs the scenario's beforeAll, or its afterAll, which can fail. */
  runHook(name: "beforeAll" | "afterAll"): Promise<void>;
  /** Fills the tables; `undefined` where nothing does. */
  populate(onProgress: CaseListener["onProgress"]): Promise<PopulateResult | undefined>;
  /** Runs the scenario's setup, and the load. */
  runCase(next: Case, listener: CaseListener): Promise<CaseResult>;
  /** Runs the scenario's teardown. It can fail, so it is called when the figures of the case have been kept. */
  tearDown(next: Case): Promise<void>;
  close(): Promise<void>;
}

/** What is called while a case runs. */
export interface CaseListener {
  readonly onProgress: (done: number, elapsed: number) => void;
  readonly onSecond: (second: Second) => void;
  readonly onEvent: (event: DoneEvent) => void;
  /** Gets the result as soon as the clock has stopped, before the nodes are asked what they say of it. */
  readonly onMeasured: (result: CaseResult) => void;
  /** How many operations may be kept by themselves, and what takes them; absent where none are asked for. */
  readonly samples?: {
    readonly room: number;
    readonly keep: (kept: KeptSamples) => CaseResult["samples"];
  };
}

/**
 * Opens the target and the threads that a plan needs.
 *
 * @throws {ScenarioError} when a thread cannot load the scenario
 * @throws {TargetError} when the target cannot be used
 */
export async function openRunner(plan: Plan, options: RunnerOptions): Promise<Runner> {
  await using opened = new AsyncDisposableStack();
  const { scenario, settings } = plan;
  checkFile(plan, options.file);
  const target = await openTarget({
    ...options,
    models: scenario.models ?? [],
    ddl: scenario.ddl ?? [],
    settings,
  });
  opened.defer(() => target.close());
  assertPossible(settings.events ?? [], target.control);
  const { servers, description } = target;
  const signal = AbortSignal.any([options.signal, servers.lost]);
  const stoppable = { ...options, signal };
  const computeThreads = await startCompute(plan, stoppable);
  opened.defer(() => computeThreads?.close());
  const loadThreads = await servers.explain(startLoad(plan, target, stoppable, computeThreads));
  opened.defer(() => loadThreads.close());
  const shared = { plan, target, loadThreads, signal, onWait: options.onWait };
  const restoring = prepareRestoring(target.control, options.onWait);
  const closing = opened.move();
  return {
    describe() {
      const ended = servers.ended();
      return { ...description, ...ended.length > 0 && { ended } };
    },
    warnings: target.warnings,
    lost: servers.lost,
    async runHook(name) {
      const hook = () => scenario[name]?.(target.load.hookSession);
      if (scenario[name] !== undefined) await servers.explain(restoring.restore());
      await servers.explain(runHook(name, hook, signal, target.load.pendingHookRequests));
    },
    populate: (onProgress) => runPopulate({ ...shared, onProgress }),
    runCase: (next, listener) => runCase(next, { ...shared, listener, restoring }),
    async tearDown({ parameters }) {
      if (scenario.teardown !== undefined) await servers.explain(restoring.restore());
      const { hookSession, pendingHookRequests } = target.load;
      const hook = () => scenario.teardown?.(hookSession, parameters);
      await servers.explain(runHook("teardown", hook, signal, pendingHookRequests));
    },
    close: () => closing.disposeAsync(),
  };
}

/** What every case runs with. */
interface Surroundings extends VerifyParts {
  readonly listener: CaseListener;
  readonly restoring: Restoring;
}

async function runCase(next: Case, surroundings: Surroundings): Promise<CaseResult> {
  const { plan: { scenario, settings }, target, loadThreads, signal, listener, restoring } =
    surroundings;
  const { parameters } = next;
  const { samples, ...told } = listener;
  const ofRepetition = settings.repetitions > 1 ? next.repetition : undefined;
  const { load: { hookSession, pendingHookRequests }, servers, control } = target;
  let before: NodeCounters = {};
  const { proxied } = target;
  const setUp = () => scenario.setup?.(hookSession, parameters);
  await servers.explain(restoring.restore());
  await servers.explain(runHook("setup", setUp, signal, pendingHookRequests));
  await proxied?.begin(caseNetwork(settings.network, parameters));
  const events = prepareEvents(settings, control, listener.onEvent);
  const shared = await servers.explain(
    loadThreads.run(next, {
      ...told,
      room: samples?.room,
      onStart: events.start,
      onReady: async () => {
        before = await readUnlessStopped(() => target.readNodes(), {}, signal);
        await startFaults(target, settings);
        await proxied?.startClock();
      },
    }).finally(events.stop),
  );
  if (events.hasBegun()) restoring.touch();
  const kept = shared.samples && samples?.keep({
    ...shared.samples,
    ...{ parameters: shared.measured.parameters, repetition: ofRepetition },
    coordinators: Object.keys(shared.coordination),
  });
  const network = await readUnlessStopped(() => proxied?.end(), undefined, signal);
  const faults = await readUnlessStopped(() => endFaults(target, settings), undefined, signal);
  const own = {
    ...shared.measured,
    ...kept && { samples: kept },
    ...network && { network },
    ...faults && { faults },
    ...await findEnds(servers, signal),
  };
  const hasEvents = actsOnNodes(settings);
  const describe = () => judgeEvents(events.done(), own, settings);
  const whole = { ...own, ...hasEvents && { events: describe() } };
  const agents = shared.parts && describeAgents(shared.parts, whole);
  const measured = { ...whole, ...agents && { agents } };
  const { parameters: coordinates, ...figures } = measured;
  const result = {
    parameters: coordinates,
    ...ofRepetition !== undefined && { repetition: ofRepetition },
    ...figures,
    verdict: judge(measured),
  };
  listener.onMeasured(result);
  const after = await readUnlessStopped(() => target.readNodes(), {}, signal);
  const nodes = describeNodes(shared.coordination, before, after);
  const { timeline = [] } = result;
  const traced = await readUnlessStopped(() => withTraces(timeline, target), timeline, signal);
  // Last, as the nodes would count what is read back.
  if (settings.verifyWrites && !signal.aborted) await servers.explain(restoring.restore());
  const verified = await verifyWrites(next, surroundings);
  return {
    ...result,
    // What was begun in the case can have been done only now.
    ...hasEvents && { events: describe() },
    ...verified && { verified, verdict: judge({ ...measured, verified }) },
    ...timeline.length > 0 && { timeline: traced },
    ...nodes.length > 0 && { nodes },
  };
}

/** The servers that ended before the case did. */
async function findEnds(
  servers: ServerWatch,
  signal: AbortSignal,
): Promise<Pick<CaseResult, "endedServers" | "endedBy">> {
  await endsInTime(servers.ask(), signal, GRACE.nodes);
  const ended = servers.ended();
  return {
    ...ended.length > 0 && { endedServers: ended.map(({ log: _, ...server }) => server) },
    ...servers.lost.aborted && { endedBy: "target" },
  };
}

/** Reads what a run that is stopped can do without, if it takes longer than its grace. */
async function readUnlessStopped<T>(
  read: () => Promise<T> | undefined,
  otherwise: T,
  signal: AbortSignal,
): Promise<T> {
  let value = otherwise;
  await endsInTime(
    Promise.resolve(read()).then((read) => value = read ?? otherwise),
    signal,
    GRACE.nodes,
  );
  return value;
}

async function withTraces(
  timeline: readonly TimelinePage[],
  target: Target,
): Promise<readonly TimelinePage[]> {
  const ids = timeline.flatMap(({ spans }) => spans.flatMap(({ trace }) => trace ?? []));
  return ids.length === 0 ? timeline : joinTraces(timeline, await target.readTraces(ids));
}
