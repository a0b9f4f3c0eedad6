import { strict as assert } from "node:assert";
import { join } from "node:path";
import { lastLines, lastWords } from "../../../src/cluster/managed/log_tail.ts";
import { testPermitted } from "../../support/needs.ts";
import { makeFolder } from "./fixture.ts";

const LOG = `INFO  starting
Exception encountered during startup: Failed to bind port 9042
ERROR Exception encountered during startup
java.lang.IllegalStateException: Failed to bind port 9042
\tat org.apache.cassandra.transport.Server.start(Server.java:145)
\t... 3 common frames omitted
INFO  shutting down
INFO  shut down
`;

testPermitted("lastWords() keeps what says why, and lastLines() what was last", async () => {
  await using place = await makeFolder();
  const log = join(place.folder, "log");
  await Deno.writeTextFile(log, LOG);
  assert.equal(
    await lastWords(log),
    "Exception encountered during startup: Failed to bind port 9042\n" +
      "ERROR Exception encountered during startup\n" +
      "java.lang.IllegalStateException: Failed to bind port 9042",
  );
  assert.equal(
    await lastWords(log, 1),
    "java.lang.IllegalStateException: Failed to bind port 9042",
  );
  assert.equal(await lastLines(log, 2), "INFO  shutting down\nINFO  shut down");

  await Deno.writeTextFile(log, "INFO  one\nINFO  two\n");
  assert.equal(await lastWords(log, 1), "INFO  two");
  assert.equal(await lastWords(join(place.folder, "none")), "");
});

testPermitted(
  "of a large log only the end is looked at, and old errors say nothing of it",
  async () => {
    await using place = await makeFolder();
    const log = join(place.folder, "log");
    const lines = Array.from({ length: 100_000 }, (_, at) => `INFO  line ${at}`);
    await Deno.writeTextFile(log, ["ERROR old", ...lines].join("\n"));
    assert.equal(await lastWords(log, 2), "INFO  line 99998\nINFO  line 99999");
    assert.ok((await lastLines(log, 100_000)).length <= 1_000_000);
  },
);
