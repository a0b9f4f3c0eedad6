import assert from "node:assert/strict";
import { ResultError } from "../../src/errors.ts";
import { mergeResults } from "../../src/merge/merge_results.ts";
import { json } from "../../src/report/json.ts";
import type { CaseResult } from "../../src/result/case.ts";
import type { Environment, Result } from "../../src/result/document.ts";
import type { NodeResult } from "../../src/result/node.ts";
import { readResult } from "../../src/result/read/read_result.ts";
import { type Random, seededRandom } from "../support/random.ts";
import { documentOf, mergeableCase as caseOf } from "./fixture.ts";

const NAMES = ["a.json", "b.json", "c.json"];

/** The document of the machine with this number, a seed and figures of its own. */
function machine(number: number, own: Partial<CaseResult> = {}, parts = {}): Result {
  return documentOf([{ ...caseOf({ poolSize: 100, operations: number }), ...own }], number, parts);
}

/** A document measured elsewhere, or by another version. */
function elsewhere(number: number, own: Partial<Environment>, ofCase = {}): Result {
  const { environment, ...result } = machine(number, ofCase);
  return { ...result, environment: { ...environment, ...own } };
}

const { target } = machine(1).environment;
const atNode = (address: string): Partial<CaseResult> => ({
  nodes: [{ address, coordinated: 1, share: 1, server: null } satisfies NodeResult],
});
const mixOf = (...names: string[]): Partial<CaseResult> => ({
  mix: names.map((name) => ({ name, ...caseOf({}) })),
});
const broken = (histogram: string): Partial<CaseResult> => {
  const { serviceTime } = caseOf({});
  return { serviceTime: { ...serviceTime!, histogram } };
};

/** What cannot be merged, and what is said of it. */
const WRONG: Readonly<Record<string, readonly [results: readonly Result[], ...says: RegExp[]]>> = {
  "another scenario": [
    [machine(1), machine(2, {}, { scenario: { name: "page", seed: 2 } })],
    /"b\.json" differs from "a\.json": another scenario: latency, then page/,
  ],
  "other settings": [
    [
      machine(1),
      machine(2, {}, { settings: { timeout: 5, consistency: "quorum", overflow: "drop" } }),
    ],
    /: another timeout: 60000, then 5$/m,
    /: another consistency: localOne, then quorum$/m,
    /: another overflow: queue, then drop$/m,
  ],
  "another target": [
    [machine(1), elsewhere(2, { target: { ...target, version: "4.1.0" } })],
    /another target: Apache Cassandra 5\.0\.6, 3 nodes.*, then Apache Cassandra 4\.1\.0/,
  ],
  "another kind of target": [
    [machine(1), elsewhere(2, { target: { ...target, kind: "embedded" } })],
    /"b\.json" measured the embedded server of their own process/,
    /another target: Apache Cassandra .*, then embedded server/,
  ],
  "other nodes": [
    [machine(1, atNode("10.0.0.1:9042")), machine(2, atNode("10.0.0.2:9042"))],
    /other nodes: 10\.0\.0\.1:9042, then 10\.0\.0\.2:9042/,
  ],
  "another major version": [
    [machine(1), elsewhere(2, { cassbench: "1.0.0" })],
    /another cassbench: 0, then 1/,
  ],
  "another mix": [
    [machine(1, mixOf("read", "write")), machine(2, mixOf("read", "scan"))],
    /another mix: read, write, then read, scan/,
  ],
  "a search": [[machine(1), machine(2, {}, { search: [] })], /"b\.json" is a search/],
  "no case": [[machine(1), { ...machine(2), cases: [] }], /"b\.json" has no case/],
  "no case in common": [
    [machine(1), documentOf([caseOf({ poolSize: 7 })], 2)],
    /they have no case in common/,
  ],
  "a run twice": [[machine(1), machine(2), machine(1)], /"a\.json" and "c\.json" are the same run/],
  "what is merged already": [
    [mergeResults([machine(1), machine(2)]), machine(3)],
    /"a\.json" is of several machines already: name the documents that it was made from/,
  ],
  "a histogram that is none": [
    [machine(1), machine(2, broken("HISTFAAAA"))],
    /"b\.json" cannot be added: cases\[0\]\.serviceTime holds no histogram that can be read/,
  ],
  "a histogram of fewer times": [
    [machine(1), machine(2, { serviceTime: { ...caseOf({}).serviceTime!, count: 101 } })],
    /cases\[0\]\.serviceTime says 101 times, and its histogram holds 100/,
  ],
  "all of it at once": [
    [machine(1), machine(2, {}, { settings: { drain: 1 }, search: [] })],
    /as\n {2}- "b\.json" is a search.*\n {2}- "b\.json" differs from "a\.json": another drain/,
  ],
};

for (const [what, [results, ...says]] of Object.entries(WRONG)) {
  Deno.test(`merging ${what} is refused, and why is said`, () => {
    assert.throws(() => mergeResults(results, NAMES), (error: ResultError) => {
      assert.ok(error instanceof ResultError, `${error}`);
      assert.match(error.message, /^Cannot merge results as/);
      for (const one of says) assert.match(error.message, one);
      assert.match(error.hint ?? "", /same scenario with the same settings/);
      return true;
    });
  });
}

Deno.test("two documents of one name are refused", () => {
  assert.throws(
    () => mergeResults([machine(1), machine(2)], ["x", "x"]),
    /2 of them have the name "x"/,
  );
});

Deno.test("what may differ among machines does not forbid it", () => {
  const one = machine(1);
  const others = [
    machine(2, {}, { settings: { workers: 8, seed: 9, createSchema: false, noPopulate: true } }),
    elsewhere(2, { cassbench: "0.9.0", deno: "2.8.0", os: "darwin aarch64", cpus: 8 }),
    elsewhere(2, { target: { ...target, dataCenter: "dc2", rack: "r1" } }, atNode("10.0.0.9:9042")),
    elsewhere(2, { target: { ...target, unreachable: ["10.0.0.3:9042 refused the connection"] } }),
  ];
  for (const other of others) {
    const { cases: [only] } = mergeResults([one, other], NAMES);
    assert.equal(only?.operations, one.cases[0]!.operations + other.cases[0]!.operations);
  }
  const [, versions, rack] = others.map((other) => mergeResults([one, other]).environment);
  assert.deepEqual(
    [versions!.cassbench, versions!.deno, versions!.os, versions!.cpus],
    ["0.1.0, 0.9.0", "2.9.6, 2.8.0", "linux x86_64, darwin aarch64", 10],
  );
  assert.deepEqual(rack!.target, target);
});

/** What somebody could put in the place of a value. */
const VALUES = [
  ...[-1, 0, 0.5, 1e15, 1e300, null, "", "x", [], {}, true, "2999-01-01T00:00:00.000Z"],
  ...["HISTFAAAA", "constructor", "__proto__"],
];

/** Puts something else in the place of a value, wherever that is in the document. */
function spoil(random: Random, document: Record<string, unknown>): void {
  const places: [of: Record<string, unknown>, key: string][] = [];
  function walk(of: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(of)) {
      places.push([of, key]);
      if (typeof value === "object" && value !== null) walk(value as Record<string, unknown>);
    }
  }
  walk(document);
  const [of, key] = random.pick(places);
  of[key] = random.pick(VALUES);
}

Deno.test("spoilt documents are merged or refused, and never anything else", () => {
  const random = seededRandom(18);
  const own = { ...atNode("10.0.0.1:9042"), ...mixOf("read") };
  const [good, text] = [machine(1, own), json(machine(2, own))];
  let merged = 0;
  for (let round = 0; round < 1_000; round++) {
    const document = JSON.parse(text);
    spoil(random, document);
    try {
      const result = mergeResults([good, readResult(JSON.stringify(document), "b.json")], NAMES);
      readResult(json(result), "merged");
      merged++;
    } catch (error) {
      assert.ok(error instanceof ResultError, `${error}`);
      assert.doesNotMatch(error.message, /"merged"/);
    }
  }
  assert.ok(merged > 100);
});
