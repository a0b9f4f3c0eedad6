import assert from "node:assert/strict";
import { findSettingsProblems } from "../../../src/scenario/check/check.ts";
import { sentenceOf } from "../../../src/scenario/check/problems.ts";
import { FAULT_ERRORS, OTHER_FAULTS, SPOILT_ANSWERS } from "../../../src/scenario/faults.ts";

const KINDS = [...FAULT_ERRORS, ...OTHER_FAULTS, ...SPOILT_ANSWERS];

/** Faults that are wrong, and what is said of them. */
const WRONG: readonly (readonly [fault: unknown, ...sentences: readonly string[]])[] = [
  [5, "faults[0] must be { kind, … }: found 5"],
  [{}, `faults[0].kind must be one of ${KINDS.join(", ")}: found undefined`],
  [
    { kind: "unavailable" },
    `faults[0].kind must be one of ${KINDS.join(", ")}: found 'unavailable'`,
  ],
  [{ kind: "overloaded", rate: 0.1 }, "faults[0].rate is no key that cassbench knows"],
  [{ kind: "overloaded", share: 1.1 }, "faults[0].share must be a share from 0 to 1: found 1.1"],
  [{ kind: "overloaded", share: NaN }, "faults[0].share must be a share from 0 to 1: found NaN"],
  [
    { kind: "overloaded", every: 0, times: 0.5, after: -1 },
    "faults[0].every must be an integer from 1 to 1000000000: found 0",
    "faults[0].after must be an integer from 0 to 1000000000: found -1",
    "faults[0].times must be an integer from 1 to 1000000000: found 0.5",
  ],
  [
    { kind: "overloaded", share: 0.5, every: 2, ms: 5, received: 1, from: 5, to: 5 },
    "faults[0].every must not stand beside share: found 2",
    "faults[0].to must be later than from: found 5",
    "faults[0].ms must stand beside the kind delay alone: found 5",
    "faults[0].received must stand beside one of unavailableException, readTimeout, writeTimeout, " +
    "readFailure, writeFailure: found 1",
  ],
  [{ kind: "delay" }, "faults[0].ms must stand beside the kind delay: found undefined"],
  [
    { kind: "silence", requests: "reads" },
    "faults[0].requests must be one of read, write, statement, prepare, connection, handshake, any: " +
    "found 'reads'",
  ],
  [
    { kind: "silence", requests: "handshake", table: "user", message: "m" },
    "faults[0].message must stand beside an error: found 'm'",
    "faults[0].table must not stand beside the requests handshake: found 'user'",
  ],
  [
    { kind: "overloaded", requests: "connection" },
    "faults[0].requests must not be connection but for silence, delay and close: found 'connection'",
  ],
  [
    { kind: "unprepared", requests: "prepare" },
    "faults[0].requests must be statements, which alone are prepared: found 'prepare'",
  ],
  [{ kind: "invalid", table: "" }, "faults[0].table must not be empty: found ''"],
];

Deno.test("a fault that is wrong is refused with everything that is wrong with it", () => {
  for (const [fault, ...sentences] of WRONG) {
    const problems = findSettingsProblems({ faults: [fault as never] });
    assert.deepEqual(problems.map(sentenceOf), sentences);
  }
  assert.deepEqual(findSettingsProblems({ faults: "overloaded" as never }).map(sentenceOf), [
    "faults must be a list: found 'overloaded'",
  ]);
});

Deno.test("every kind of fault is taken, by its name alone but for a delay", () => {
  const faults = KINDS.map((kind) => kind === "delay" ? { kind, ms: 1 } : { kind });
  assert.deepEqual(findSettingsProblems({ faults }), []);
});
