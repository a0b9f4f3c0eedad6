import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatDuration } from "../format.ts";
import type { EndedServer } from "../node.ts";

/** The warning of a server that ended by itself: when, and the end of its log, as its folder is deleted after the run. */
export function describeServerEnd(ended: EndedServer, cases: readonly CaseResult[]): Warning {
  const { message, log = [] } = ended;
  const lines = log.length === 0 ? "" : `; the end of its log: ${log.join(" / ")}`;
  return {
    code: "ended",
    message: `${message} ${describeMoment(ended, cases)}${lines}`,
    advice: adviceOn(ended),
  };
}

function adviceOn({ log }: EndedServer): string {
  if (log === undefined) return "this is a fault of cassbench: please report it";
  if (log.length === 0) return 'its log is deleted, as "cassandra stop" does, or empty';
  return "the end of its log can say why; where it was killed, the log of the system does " +
    "(dmesg), mostly for want of memory";
}

function describeMoment(ended: EndedServer, cases: readonly CaseResult[]): string {
  const first = cases.find(({ endedServers = [] }) =>
    endedServers.some(({ name }) => name === ended.name)
  );
  if (first !== undefined) {
    const when = endedBefore(ended, first) ? "before" : "in";
    return `${when} the case ${describeParameters(first)}`;
  }
  return cases.length === 0 ? "before anything was measured" : "after the last case was measured";
}

/** Whether a server ended before the clock of a case started. */
function endedBefore(
  { at }: Pick<EndedServer, "at">,
  { startedAt }: Pick<CaseResult, "startedAt">,
): boolean {
  return Date.parse(at) <= Date.parse(startedAt);
}

/** The servers that ended before a case did, and when: "… ended (SIGKILL) 1.20 s after its clock started". */
export function describeEnds(
  { endedServers = [], startedAt, elapsed }: Omit<CaseResult, "verdict">,
): string {
  return endedServers.map((ended) => {
    if (endedBefore(ended, { startedAt })) return `${ended.message} before its clock started`;
    const after = Math.min(elapsed, Date.parse(ended.at) - Date.parse(startedAt));
    return `${ended.message} ${formatDuration(after)} after its clock started`;
  }).join(", and ");
}
