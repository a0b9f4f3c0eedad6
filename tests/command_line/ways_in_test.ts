/** What the command line says of ways into a cluster that are none: value in, message and exit code out. */
import assert from "node:assert/strict";
import { cassbench } from "../support/cassbench.ts";
import { startFakeCluster } from "../support/fake_cluster.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";

/** Flags, where POINT stands for a contact point that answers; the exit code; and all of stderr, in which N is its port. */
const BAD: [flags: string, code: number, says: string[]][] = [
  ["--address 10.0.0.1=b", 2, ["as --address goes with --contact-points"]],
  ["--rack r1 --coordinators a --cassandra", 2, [
    "  - --rack goes with --contact-points",
    "  - --coordinators goes with --contact-points",
  ]],
  ["--contact-points POINT --address 10.0.0.1 --address a=b --address a=c", 2, [
    '  - --address must be FROM=TO: found "10.0.0.1"',
    "  - --address must say a once",
  ]],
  ["--contact-points POINT --address a:b=c --address b=c:0 --coordinators a:0,b", 2, [
    "  - target.addresses.a:b must say of a host or host:port where it is reached: found 'c'",
    "  - target.addresses.b must be a host or host:port: found 'c:0'",
    "  - target.coordinators[0] must be a host or host:port: found 'a:0'",
  ]],
  ["--contact-points [::1]:99999,::1:99999,[127.0.0.1]:1", 2, [
    'must be a host or host:port: found "[::1]:99999", "::1:99999", "[127.0.0.1]:1"',
  ]],
  ["--contact-points fe80::1%eth0", 2, [
    'must be a host or host:port: found "fe80::1%eth0"',
    "hint: link-local addresses cannot be used: take one that is valid on all interfaces",
  ]],
  ["--contact-points", 2, ["--contact-points"]],
  ["--contact-points [::1]:1", 1, ['Cannot reach Cassandra at "[::1]:1": [::1]:1 refused']],
  ["--contact-points 100::1:9042", 1, [
    'Cannot reach Cassandra at "[100::1:9042]:9042"',
    "hint: an IPv6 address with a port has brackets: [100::1]:9042",
  ]],
  ["--contact-points moon.invalid", 1, ["moon.invalid:9042 is an unknown host name"]],
  ["--contact-points POINT --address 127.0.0.1=moon.invalid", 1, [
    "Cannot translate an address to moon.invalid: it is an unknown host name",
  ]],
  ["--contact-points POINT", 1, [
    'Cannot use the cluster as it has 2 data centers and none is chosen: "north" ' +
    '(127.0.0.1:N), "south" (127.0.0.1:N)',
    "hint: pass --local-datacenter NAME",
  ]],
  ["--contact-points POINT --local-datacenter North", 1, [
    'it has no data center "North": it has "north" (127.0.0.1:N), "south" (127.0.0.1:N)',
    'hint: pass --local-datacenter north: "North" differs in upper and lower case only',
  ]],
  [
    "--contact-points POINT --local-datacenter north --rack b --coordinators 10.0.0.1 --address 10.0.0.2=POINT",
    1,
    [
      '  - coordinator "10.0.0.1" is none of its nodes: it has 127.0.0.1:N, 127.0.0.1:N',
      '  - data center "north" has no rack "b": it has "a" (127.0.0.1:N)',
      "  - no node says that its address is 10.0.0.2: they say 127.0.0.1:N, 127.0.0.1:N",
    ],
  ],
];

testPermitted("a way into a cluster that is none is named, with what to do about it", async () => {
  await using cluster = await startFakeCluster([
    { dataCenter: "north", rack: "a" },
    { dataCenter: "south", rack: "b" },
  ]);
  const point = cluster.nodes[0]!.address;
  const left = [...BAD];
  async function next(): Promise<void> {
    for (let one; (one = left.shift()) !== undefined;) {
      const [flags, code, says] = one;
      const words = flags.replaceAll("POINT", point).split(" ");
      const finished = await cassbench([inRepository("scenarios/latency.ts"), ...words]);
      const told = finished.stderr.replaceAll(/(127\.0\.0\.1):\d+/g, "$1:N");
      for (const text of says) assert.ok(told.includes(text), `${text}\nis not in\n${told}`);
      assert.equal(finished.code, code, flags);
      assert.doesNotMatch(told, /\n\s+at /);
    }
  }
  await Promise.all(Array.from({ length: 4 }, next));
});
