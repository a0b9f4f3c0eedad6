/** How a group of agents is named in NATS, and what it keeps there. */
import { visible } from "../../result/format.ts";

/** What is wrong with the name of a group, as the end of a sentence; `undefined` where nothing is. */
export function findWrongGroup(group: string): string | undefined {
  if (/^[\w-]{1,64}$/.test(group)) return undefined;
  return `must be a name of 1 to 64 letters, digits, - and _: found "${visible(group)}"`;
}

/** The subjects of a group's messages, of its runs and of its agents. */
export const SUBJECTS = {
  /** What the stream of a group keeps. */
  kept: (group: string) => `cassbench.${group}.*.kept.>`,
  /** What an agent is asked in a run. */
  calls: (group: string, run: string, agent: string) =>
    `cassbench.${group}.${run}.kept.call.${agent}`,
  /** What an agent answered in a run. */
  answers: (group: string, run: string, agent: string) =>
    `cassbench.${group}.${run}.kept.answer.${agent}`,
  /** What the coordinator keeps of a run by a name. */
  records: (group: string, run: string, name: string) =>
    `cassbench.${group}.${run}.kept.record.${name}`,
  /** What an agent tells without being asked. */
  news: (group: string, run: string, agent: string) => `cassbench.${group}.${run}.news.${agent}`,
  /** What an agent is told without an answer. */
  hints: (group: string, run: string, agent: string) => `cassbench.${group}.${run}.hint.${agent}`,
  /** Where agents, or the coordinator, say each second that they are there. */
  beats: (group: string, of: "agent" | "coordinator", name: string) =>
    `cassbench.${group}.beat.${of}.${name}`,
  /** Where an agent says what its clock shows. */
  clock: (group: string, agent: string) => `cassbench.${group}.clock.${agent}`,
} as const;

/** The stream that keeps what the agents of a group are asked, and answer. */
export function streamOf(group: string): string {
  return `cassbench_${group}`;
}

/** The bucket in which the agents of a group, and their coordinator, say that they are there. */
export function bucketOf(group: string): string {
  return `cassbench_${group}`;
}

/** The last part of a name with dots: the agent of a subject, the number of an id. */
export function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The run that a subject belongs to. */
export function runOf(subject: string): string {
  return subject.split(".")[2] ?? "";
}
