/** A network between client and nodes, as a person asks for it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../src/result/document.ts";
import { cassbench } from "../support/cassbench.ts";
import { CLIENTS } from "../../src/scenario/settings.ts";
import { interrupt, MARK, PROMPT, scenarioWith } from "../support/interrupt.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const SCENARIO = inRepository("scenarios/network.ts");

testPermitted(
  "--network-latency is an axis on the wire, for both clients and several workers",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const json = join(folder, "x.json");
      const { code, stdout, stderr } = await cassbench([
        ...[SCENARIO, "--latency", "0", "--network-latency", "0,4", "--network-jitter", "1"],
        ...["--network-bandwidth", "1e9", "--client", "driver,wire", "--workers", "2"],
        ...[
          "--pool-sizes",
          "4",
          "--operations",
          "100",
          "--json",
          json,
          "--markdown",
          "-",
          "--quiet",
        ],
      ]);
      assert.equal(code, 0, stderr);
      const { cases, environment }: Result = JSON.parse(await Deno.readTextFile(json));
      assert.deepEqual(environment.settings.network, {
        ...{ latency: [0, 4], jitter: 1, bandwidth: 1e9 },
      });
      assert.deepEqual(
        cases.map(({ parameters: { networkLatency, client } }) => [networkLatency, client]),
        [[0, "driver"], [0, "wire"], [4, "driver"], [4, "wire"]],
      );
      for (const { parameters, serviceTime, injectedLatency, network, nodes } of cases) {
        const asked = Number(parameters.networkLatency);
        assert.equal(injectedLatency, null);
        assert.ok(network!.held!.min >= asked / 2);
        // Two threads with a connection of each client, and that which reads what the nodes count.
        assert.ok(network!.connections >= 3, `${network!.connections}`);
        assert.ok(network!.bytes > 100 * 60, `${network!.bytes}`);
        assert.ok(serviceTime!.min >= asked, `${serviceTime!.min}`);
        // The node has its own address.
        assert.match(nodes![0]!.address, /^127\.0\.0\.1:\d+$/);
        assert.equal(nodes![0]!.address, cases[0]!.nodes![0]!.address);
      }
      assert.match(stdout, /\| on the wire \|/);
      assert.match(stdout, /^## Injected on the wire, each way, measured in ms$/m);
      assert.match(stdout, /0, 4 ms in each round trip, up to 1 ms more at random/);
    });
  },
);

testPermitted("what the client injects and what the wire injects stand apart", async () => {
  const flags = [
    "--latency",
    "1",
    "--network-latency",
    "2",
    "--pool-sizes",
    "1",
    "--operations",
    "30",
  ];
  const { code, stdout, stderr } = await cassbench([
    SCENARIO,
    ...flags,
    "--json",
    "/dev/null",
    "--quiet",
  ]);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /^## Injected by the client before each request, asked and measured in ms$/m,
  );
  assert.match(stdout, /^## Injected on the wire, each way, measured in ms$/m);
});

const WRONG: [flags: string[], says: RegExp][] = [
  [
    ["--network-latency", "-1"],
    /--network-latency must be milliseconds of a round trip from 0 to 2000: found -1/,
  ],
  [["--network-latency", "a"], /--network-latency must be numbers with commas between: found "a"/],
  [["--network-latency", "1,1"], /--network-latency must hold each value once: found \[ 1, 1 \]/],
  [
    ["--network-jitter", "3000"],
    /--network-jitter must be milliseconds of a round trip from 0 to 2000: found 3000/,
  ],
  [["--network-bandwidth", "0"], /--network-bandwidth must be bytes per second above 0.*: found 0/],
  [["--network", "1"], /--network is no flag/],
  [["--network-stall"], /--network-stall is no flag/],
];

testPermitted(
  "flags of the network that are wrong are refused by their names, with 2",
  async () => {
    await Promise.all(WRONG.map(async ([flags, says]) => {
      const { code, stderr } = await cassbench([SCENARIO, ...flags, "--quiet"]);
      assert.match(stderr, says);
      assert.equal(code, 2);
    }));
  },
);

testPermitted("a node that the target has not is refused, with 2", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "x.ts");
    await Deno.writeTextFile(
      file,
      `export default { name: "x", network: { nodes: { 2: { latency: 1 } } }, operation: async () => {} };`,
    );
    const { code, stderr } = await cassbench([file, "--json", "/dev/null", "--quiet"]);
    assert.match(stderr, /Cannot use network\.nodes\.2 as the target has 1 node/);
    assert.equal(code, 2);
  });
});

const NETWORKS = ["stages: [{ at: 0, stall: true }]", "latency: 2_000", "bandwidth: 500"];

for (const [at, network] of NETWORKS.entries()) {
  testPermitted(`SIGINT ends a run within a second, with network { ${network} }`, async () => {
    const text = scenarioWith(`duration: 60_000, client: ["${CLIENTS[at % 2]}"], poolSizes: [10],
      network: { ${network} }, operation: (session) => { ${MARK} return look(session); }`);
    const { code, elapsed, stderr } = await interrupt(text);
    assert.equal(code, 130, stderr);
    assert.ok(elapsed < PROMPT, `took ${elapsed} ms`);
  });
}
