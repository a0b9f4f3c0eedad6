import type { Spin } from "../../runtime/alarm.ts";
import { createSleep } from "../../runtime/sleep.ts";
import { contexts } from "../../scenario/context.ts";
import type { Session } from "../../scenario/session.ts";
import { latencyOf, listSteps } from "../../scenario/steps.ts";
import type { Tasks } from "../../scenario/tasks.ts";
import { type RunningBranch, runningBranch } from "../page/branch.ts";
import { type PageOptions, runPage } from "../page/page.ts";
import { recordRequests } from "../page/requests.ts";
import { stepsRunner } from "../page/steps.ts";
import { tasksRunner } from "../page/tasks.ts";
import type { Part } from "../part.ts";
import { injectLatency } from "./latency.ts";
import type { Operate, Run } from "./operations.ts";

/** What the operations of a part of a case are run with. */
export interface OperationsOptions {
  readonly page: PageOptions;
  readonly spin: Spin;
  /** Receives how long each request was held back; for steps, their log does. */
  readonly onInjected: (ms: number) => void;
  /** Whether the operation that is about to run is one of those with Cassandra's tracing on. */
  readonly isTraceDue: () => boolean;
}

/** How each operation of a scenario is run; a page is one. */
export function createRuns(
  part: Part,
  operations: readonly Operate[],
  options: OperationsOptions,
): readonly Run[] {
  if (part.plan.scenario.steps !== undefined) return [stepsRun(part, options)];
  const session = injectLatency(
    part.session,
    part.case.parameters.latency,
    options.onInjected,
    options.spin,
  );
  return operations.map((operation) => {
    const plain: Run = ({ input }) => operation(session, input, options.page.parameters, NO_TASKS);
    // Whoever does not name the parameter starts no tasks, and need not pay for what they need.
    if (operation.length > TASKS_AT) return tasksRun(operation, part, options);
    if (part.plan.settings.trace === 0) return plain;
    const traced = tasksRun(operation, part, { ...options, isTraceDue: () => true });
    return (turn) => options.isTraceDue() ? traced(turn) : plain(turn);
  });
}

/** The place of `tasks` among an operation's parameters. */
const TASKS_AT = 3;

const NO_TASKS: Tasks = { spawn: refuse, join: refuse };

function refuse(): never {
  throw new Error(
    "Cannot start tasks as the operation does not name its fourth parameter, `tasks`",
  );
}

function tasksRun(operation: Operate, part: Part, { page, ...options }: OperationsOptions): Run {
  const { latency } = page.parameters;
  const hold = latency === 0 ? undefined : createSleep(latency, options.onInjected, options.spin);
  const session = recordRequests(part.session, hold);
  const tracedSession = recordRequests(tracedSessionOf(part), hold);
  const body = tasksRunner((page, tasks) => {
    const { context, isTraced } = page;
    const inside: RunningBranch = { context, page };
    const own = isTraced ? tracedSession : session;
    return contexts.run(inside, operation, own, context.input, context.parameters, tasks);
  });
  return (turn) => runPage(turn, page, options.isTraceDue(), body);
}

function stepsRun(part: Part, { page, spin, isTraceDue }: OperationsOptions): Run {
  const { plan: { scenario }, case: { parameters }, compute } = part;
  const steps = listSteps(scenario);
  const holds = steps.map((step) => {
    const latency = latencyOf(step, parameters.latency);
    const record = (ms: number) => page.log.steps.injected(step.name, ms);
    return latency === 0 ? undefined : createSleep(latency, record, spin);
  });
  const recorded = (session: Session) => holds.map((hold) => recordRequests(session, hold));
  const body = stepsRunner({
    steps,
    mode: parameters.mode ?? "serial",
    sessions: recorded(part.session),
    tracedSessions: recorded(tracedSessionOf(part)),
    compute,
  });
  return (turn) => runPage(turn, page, isTraceDue(), body);
}

/** Each request tells the part of the page that it runs in of its trace. */
function tracedSessionOf({ session, traced }: Part): Session {
  return traced?.((id) => runningBranch()?.onTrace?.(id)) ?? session;
}
