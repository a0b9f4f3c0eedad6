import assert from "node:assert/strict";
import {
  joinControls,
  type NodeAction,
  type NodeControl,
  sortNodes,
} from "../../src/cluster/node_control.ts";

/** A control that only notes what it is asked for. */
function fakeControl(name: string, actions: readonly NodeAction[], asked: string[]): NodeControl {
  return {
    actions: new Set(actions),
    addresses: ["a:1", "b:1"],
    act: (node, action) => Promise.resolve(void asked.push(`${name} ${action} ${node}`)),
    restore: () => Promise.resolve(void asked.push(`${name} restore`)),
  };
}

Deno.test("nodes are numbered in the order of their addresses, numbers in them by their value", () => {
  assert.deepEqual(
    sortNodes(["127.0.0.10:9042", "127.0.0.2:9042", "127.0.0.1:9043", "127.0.0.1:9042"]),
    ["127.0.0.1:9042", "127.0.0.1:9043", "127.0.0.2:9042", "127.0.0.10:9042"],
  );
});

Deno.test("joined controls do each action by the one that can, and restore the network before the processes", async () => {
  const asked: string[] = [];
  const processes = fakeControl("processes", ["kill"], asked);
  const proxy = fakeControl("proxy", ["stall"], asked);
  assert.equal(joinControls([undefined, undefined]), undefined);
  assert.equal(joinControls([undefined, proxy]), proxy);

  const joined = joinControls([processes, proxy]);
  assert.deepEqual([...joined?.actions ?? []], ["kill", "stall"]);
  await joined?.act(2, "stall");
  await joined?.act(1, "kill");
  await joined?.restore();
  assert.deepEqual(asked, [
    "proxy stall 2",
    "processes kill 1",
    "proxy restore",
    "processes restore",
  ]);
});
