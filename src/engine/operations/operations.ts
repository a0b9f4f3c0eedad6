import { createRequestCounts, type RequestCounts } from "../../measure/request_counts.ts";
import type { Spin } from "../../runtime/alarm.ts";
import { createSleep, type Sleep } from "../../runtime/sleep.ts";
import type { CallDefaults } from "../../scenario/calls/call_options.ts";
import { defaultsIn } from "../../scenario/calls/option_rules.ts";
import { contexts } from "../../scenario/context.ts";
import type { Operation } from "../../scenario/scenario.ts";
import type { Session } from "../../scenario/calls/session.ts";
import { latencyOf, type Step } from "../../scenario/steps.ts";
import type { Tasks } from "../../scenario/tasks.ts";
import { type RunningBranch, runningBranch } from "../page/branch.ts";
import { type PageOptions, runPage } from "../page/page.ts";
import { recordRequests } from "../page/requests.ts";
import { stepsRunner } from "../page/steps.ts";
import { tasksRunner } from "../page/tasks.ts";
import type { Part } from "../part.ts";
import { injectLatency } from "./latency.ts";
import { checkPromises } from "./promised.ts";
import { withRetries } from "./retries.ts";
import { withDefaults } from "./session_defaults.ts";
import type { Run } from "./supply.ts";

/** What observes and bounds the operations of a part of a case. */
export interface Instruments {
  readonly page: PageOptions;
  readonly spin: Spin;
  /** Receives how many milliseconds each request was delayed; those of steps go to the page log instead. */
  readonly onInjected: (ms: number) => void;
  /** Whether the operation that is about to run is to run with Cassandra's tracing on. */
  readonly isTraceDue: () => boolean;
  /** Counts what the requests of each operation of the mix give; those of steps are counted in the page log instead. */
  readonly counts: readonly RequestCounts[];
}

/** An operation, as a scenario has it. */
type Operate = Operation<unknown>["operation"];

/** An operation, and where the scenario has it. */
interface Named {
  readonly what: string;
  readonly operate: Operate;
  /** Options of its calls. */
  readonly defaults?: CallDefaults | undefined;
}

/** Prepares the operations of a part of a case, those of a mix in the order in which it is written; a page is one. */
export function createOperations(part: Part, instruments: Instruments): readonly Run[] {
  const { scenario: { operation, mix }, scenario, steps, place = "" } = part.plan;
  if (steps.length > 0) return [createPageRun(part, instruments)];
  const operates = operation === undefined
    ? Object.entries(mix ?? {}).map(([name, entry]): Named => ({
      what: `${place}mix.${name}.operation`,
      operate: entry.operation.bind(entry),
      defaults: defaultsIn(entry),
    }))
    : [{ what: `${place}operation`, operate: operation.bind(scenario) }];
  return createRuns(part, operates, instruments);
}

function createRuns(
  part: Part,
  operates: readonly Named[],
  instruments: Instruments,
): readonly Run[] {
  const { page: { parameters }, onInjected, isTraceDue, spin } = instruments;
  return operates.map((named, at) => {
    const { what, operate, defaults } = named;
    // A warm-up counts nothing apart.
    const counts = instruments.counts[at] ?? createRequestCounts();
    const counting = withDefaults(part.counting?.(counts) ?? part.session, defaults);
    const delayed = injectLatency(counting, parameters.latency, onInjected, spin);
    const session = retrying(part, delayed, counts, defaults);
    const check = checkPromises(what);
    const plain: Run = ({ input }) => {
      const answer = operate(session, input, parameters, NO_TASKS);
      check(answer);
      return answer;
    };
    // An operation that does not name the parameter starts no tasks, and does not pay for what they need.
    if (operate.length > TASKS_INDEX) return createTasksRun(named, part, counts, instruments);
    if (part.plan.settings.trace === 0) return plain;
    const always = { ...instruments, isTraceDue: () => true };
    const traced = createTasksRun(named, part, counts, always);
    return (operation) => isTraceDue() ? traced(operation) : plain(operation);
  });
}

/** The index of `tasks` among an operation's parameters. */
const TASKS_INDEX = 3;

const NO_TASKS: Tasks = { spawn: refuse, join: refuse };

function refuse(): never {
  throw new Error(
    "Cannot start tasks as the operation does not name its fourth parameter, `tasks`",
  );
}

function createTasksRun(
  { what, operate, defaults }: Named,
  part: Part,
  counts: RequestCounts,
  { page, spin, onInjected, isTraceDue }: Instruments,
): Run {
  const delay = createDelay(page.parameters.latency, onInjected, spin);
  const recorded = (session: Session) =>
    retrying(part, recordRequests(withDefaults(session, defaults), delay), counts, defaults);
  const session = recorded(part.counting?.(counts) ?? part.session);
  const tracedSession = recorded(tracedSessionOf(part, counts));
  const body = tasksRunner((page, tasks) => {
    const { context, isTraced } = page;
    const inside: RunningBranch = { context, page };
    const own = isTraced ? tracedSession : session;
    return contexts.run(inside, operate, own, context.input, context.parameters, tasks);
  }, checkPromises(what));
  return (operation) => runPage(operation, page, isTraceDue(), body);
}

function createPageRun(part: Part, { page, spin, isTraceDue }: Instruments): Run {
  const { plan: { steps }, case: { parameters }, compute } = part;
  const delays = steps.map((step) => {
    const record = (ms: number) => page.log.steps.injected(step.name, ms);
    return createDelay(latencyOf(step, parameters.latency), record, spin);
  });
  const counts = steps.map(({ name }) => page.log.steps.counts(name));
  const recorded = (sessionOf: (counts: RequestCounts) => Session) =>
    steps.map((step, at) => {
      const session = sessionOf(counts[at] as RequestCounts);
      const defaults = step.kind === "requests" ? step.defaults : undefined;
      const recorded = recordRequests(withDefaults(session, defaults), delays[at]);
      return retrying(part, recorded, counts[at] as RequestCounts, defaults);
    });
  const body = stepsRunner({
    steps: steps.map(withCheck),
    mode: parameters.mode ?? "serial",
    sessions: recorded((counts) => part.counting?.(counts) ?? part.session),
    tracedSessions: recorded((counts) => tracedSessionOf(part, counts)),
    compute,
  });
  return (operation) => runPage(operation, page, isTraceDue(), body);
}

/** A session whose requests are sent again; one that counts nothing stays as it is. */
function retrying(
  { plan: { settings: { retries, speculative } }, classify, counting }: Part,
  session: Session,
  counts: RequestCounts,
  defaults: CallDefaults | undefined,
): Session {
  if (counting === undefined) return session;
  return withRetries(session, { retries, speculative, defaults, classify, counts });
}

function withCheck(step: Step): Step {
  if (step.kind === "compute") return step;
  const check = checkPromises(`step "${step.name}"`);
  return {
    ...step,
    run(session, input, results, parameters) {
      const answer = step.run(session, input, results, parameters);
      check(answer);
      return answer;
    },
  };
}

function createDelay(ms: number, record: (ms: number) => void, spin: Spin): Sleep | undefined {
  return ms === 0 ? undefined : createSleep(ms, record, spin);
}

/** The traced session, of which each request tells its trace to the part of the page that it runs in. */
function tracedSessionOf({ session, traced }: Part, counts: RequestCounts): Session {
  return traced?.((id) => runningBranch()?.onTrace?.(id), counts) ?? session;
}
