/** Which nodes are used, and what is said where that cannot be. */
import assert from "node:assert/strict";
import { chooseNodes, type WantedNodes } from "../../src/cluster/choose_nodes.ts";
import type { ClusterNode } from "../../src/cluster/driver/peers.ts";

function node(address: string, dataCenter: string, rack: string, said = address): ClusterNode {
  return { address, said, dataCenter, rack, id: address };
}

const TWO = [
  node("10.0.0.1:9042", "North", "r1"),
  node("10.0.0.2:9042", "North", "r2", "192.168.0.2:9042"),
  node("[::3]:9042", "South", "r1"),
];

const ONE = TWO.slice(0, 2);

Deno.test("the only data center is the local one, and all of its nodes are used", () => {
  assert.deepEqual(chooseNodes(ONE, {}), {
    nodes: 2,
    localDataCenter: "North",
    dataCenters: ["North"],
    localNodes: 2,
    coordinators: undefined,
  });
});

const CHOSEN: [wanted: WantedNodes, coordinators: string[]][] = [
  [{ rack: "r2" }, ["10.0.0.2:9042"]],
  [{ coordinators: ["10.0.0.1"] }, ["10.0.0.1:9042"]],
  [{ coordinators: ["192.168.0.2:9042", "10.0.0.2"] }, ["10.0.0.2:9042"]],
  [{ coordinators: ["b", "10.0.0.1:9042"], hosts: { b: ["::9", "10.0.0.2"] } }, [
    "10.0.0.2:9042",
    "10.0.0.1:9042",
  ]],
  [{ rack: "r1", coordinators: ["10.0.0.1"] }, ["10.0.0.1:9042"]],
];

for (const [wanted, coordinators] of CHOSEN) {
  Deno.test(`${JSON.stringify(wanted)} is ${coordinators}`, () => {
    const chosen = chooseNodes(TWO, { localDataCenter: "North", ...wanted });
    assert.deepEqual(chosen.coordinators, coordinators);
  });
}

const NORTH = '"North" (10.0.0.1:9042, 10.0.0.2:9042 (which says 192.168.0.2:9042))';
const BOTH = `${NORTH}, "South" ([::3]:9042)`;
const ALL = "10.0.0.1:9042, 10.0.0.2:9042 (which says 192.168.0.2:9042), [::3]:9042";
const WHICH = "pass --coordinators HOST[:PORT],… with nodes of the local data center";

const REFUSED: [wanted: WantedNodes, problems: string[], hint: string][] = [
  [{}, [`it has 2 data centers and none is chosen: ${BOTH}`], "pass --local-datacenter NAME"],
  [
    { localDataCenter: "moon" },
    [`it has no data center "moon": it has ${BOTH}`],
    "pass --local-datacenter NAME",
  ],
  [
    { localDataCenter: "north" },
    [`it has no data center "north": it has ${BOTH}`],
    'pass --local-datacenter North: "north" differs in upper and lower case only',
  ],
  [
    { localDataCenter: "North", rack: "r3" },
    [
      'data center "North" has no rack "r3": it has "r1" (10.0.0.1:9042), ' +
      '"r2" (10.0.0.2:9042 (which says 192.168.0.2:9042))',
    ],
    "pass --rack NAME with one of these",
  ],
  [
    { localDataCenter: "South", rack: "R1" },
    ['data center "South" has no rack "R1": it has "r1" ([::3]:9042)'],
    'pass --rack r1: "R1" differs in upper and lower case only',
  ],
  [
    { localDataCenter: "North", coordinators: ["10.0.0.1:9043", "::3"] },
    [
      `coordinator "10.0.0.1:9043" is none of its nodes: it has ${ALL}`,
      'coordinator [::3]:9042 is in data center "South", and the local one is "North"',
    ],
    WHICH,
  ],
  [
    { localDataCenter: "North", rack: "r1", coordinators: ["10.0.0.2"] },
    [
      'coordinator 10.0.0.2:9042 (which says 192.168.0.2:9042) is in rack "r2", and --rack says "r1"',
    ],
    "pass --rack or --coordinators",
  ],
  [
    { localDataCenter: "North", addresses: { "10.0.0.2": "a", "192.168.0.2:9042": "b" } },
    [
      "no node says that its address is 10.0.0.2: they say 10.0.0.1:9042, 192.168.0.2:9042, [::3]:9042",
    ],
    "pass --address FROM=TO with what a node says as FROM",
  ],
  [
    { coordinators: ["moon"], rack: "r3", addresses: { "10.0.0.9": "a" } },
    [
      `it has 2 data centers and none is chosen: ${BOTH}`,
      `coordinator "moon" is none of its nodes: it has ${ALL}`,
      "no node says that its address is 10.0.0.9: they say 10.0.0.1:9042, 192.168.0.2:9042, [::3]:9042",
    ],
    "pass --local-datacenter NAME; pass --coordinators HOST[:PORT],… with nodes of the local data " +
    "center; pass --address FROM=TO with what a node says as FROM",
  ],
];

for (const [wanted, problems, hint] of REFUSED) {
  Deno.test(`${JSON.stringify(wanted)} is refused with what there is`, () => {
    const list = problems.length === 1 ? ` ${problems[0]}` : `\n  - ${problems.join("\n  - ")}`;
    assert.throws(() => chooseNodes(TWO, wanted), {
      name: "TargetError",
      message: `Cannot use the cluster as${list}`,
      hint,
    });
  });
}
