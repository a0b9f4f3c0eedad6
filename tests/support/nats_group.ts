import { connectNats } from "../../src/agents/nats/connect.ts";
import { type Group, openGroup } from "../../src/agents/nats/group.ts";
import type { TestNats } from "./nats.ts";

/** Opens a group with a connection of its own, as another process would. */
export async function openTestGroup(
  { url }: TestNats,
  name = "g",
): Promise<Group & AsyncDisposable> {
  const nats = await connectNats({ servers: url }, new AbortController().signal);
  const group = await openGroup(nats, name);
  return { ...group, [Symbol.asyncDispose]: () => nats.close() };
}

/** Resolves when the connection is there again, which is lost after the call. */
export function isBack(group: Group): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const forget = group.onReconnect(() => {
    forget();
    resolve();
  });
  return promise;
}
