/** What a target's nodes say of some creates. */
import assert from "node:assert/strict";
import { describeNodes } from "../../src/cluster/nodes.ts";
import type { TargetChoice } from "../../src/cluster/target.ts";
import type { NodeResult } from "../../src/result/node.ts";
import type { Client } from "../../src/scenario/settings.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { open } from "../support/targets.ts";

const User = model("user", { user_id: "int", name: "text" }, ["user_id"]);

/** How many rows {@linkcode describeCreates} creates. */
export const CREATES = 200;

/** Creates rows; returns what the target's only node coordinated and counted meanwhile. */
export async function describeCreates(
  choice: TargetChoice,
  client: Client,
): Promise<NodeResult> {
  const { load, session, readNodes, close } = await open(choice, "nodes", [User], { client });
  try {
    load.coordinators.restart();
    const before = await readNodes();
    await Promise.all(
      Array.from(
        { length: CREATES },
        (_, id) => session.create(User, { user_id: id, name: "Ada" }),
      ),
    );
    const [node, ...others] = describeNodes(load.coordinators.read(), before, await readNodes());
    assert.deepEqual(others, []);
    return node ?? assert.fail("no node");
  } finally {
    await close();
  }
}
