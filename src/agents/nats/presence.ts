// temporary stand-in
import type { AgentDescription } from "../../result/agent.ts";
import { TargetError } from "../../errors.ts";
import { fromBody, toBody } from "./body.ts";
import type { Group } from "./group.ts";

export interface AgentEntry extends AgentDescription {
  readonly pid: number;
  readonly since: number;
  readonly protocol: number;
}
export async function announceAgent(
  group: Group,
  entry: AgentEntry,
  _: { onDeserted: (run: string) => void },
) {
  const put = () => group.bucket.put(`agent.${entry.agent}`, toBody("x", entry));
  await put();
  const timer = setInterval(() => put().catch(() => {}), 1000);
  return {
    async leave() {
      clearInterval(timer);
      await group.bucket.delete(`agent.${entry.agent}`);
    },
  };
}
export async function takeGroup(group: Group, run: string) {
  const found = await group.bucket.get("coordinator");
  if (found && found.operation === "PUT" && Date.now() - found.created.getTime() < 10_000) {
    throw new TargetError("Cannot use group as it is in use");
  }
  const put = () => group.bucket.put("coordinator", toBody("x", { run }));
  await put();
  const timer = setInterval(() => put().catch(() => {}), 1000);
  return {
    async release() {
      clearInterval(timer);
      await group.bucket.delete("coordinator");
    },
  };
}
export async function watchAgents(group: Group) {
  const entries = new Map<string, { entry: AgentEntry; at: number }>();
  const watch = await group.bucket.watch({ key: "agent.*" });
  (async () => {
    for await (const one of watch) {
      if (one.operation === "PUT") {
        const entry = fromBody(one.value) as AgentEntry;
        if (Date.now() - one.created.getTime() < 5000) {
          entries.set(entry.agent, { entry, at: performance.now() });
        }
      } else entries.delete(one.key.replace("agent.", ""));
    }
  })();
  return {
    list: () => [...entries.values()].map(({ entry }) => entry),
    silentSince(agent: string) {
      const { at = 0 } = entries.get(agent) ?? {};
      return performance.now() - at > 5000 ? at : undefined;
    },
    end: () => watch.stop(),
  };
}
