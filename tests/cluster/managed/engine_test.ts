import { strict as assert } from "node:assert";
import { join } from "node:path";
import { javaVersion } from "../../../src/cluster/managed/java.ts";
import { findFreePort } from "../../../src/cluster/managed/ports.ts";
import { testPermitted } from "../../support/needs.ts";
import { command, makeFolder, writeProgram } from "./fixture.ts";

/** The error of a start on a machine that has these programs and no others. */
async function startOnMachine(
  programs: Record<string, string>,
  options: Record<string, unknown> = {},
  env: Record<string, string> = {},
) {
  await using place = await makeFolder();
  for (const [name, script] of Object.entries(programs)) {
    await writeProgram(place.folder, name, script);
  }
  const machine = {
    PATH: place.folder,
    JAVA_HOME: "",
    CASSBENCH_CACHE: join(place.folder, "cache"),
  };
  const port = findFreePort(["127.0.0.1"]);
  const { error } = await command("use", { port, ...options }, { ...machine, ...env }).end;
  assert.ok(error, "it fails");
  return error;
}

const JAVA_8 = `echo 'openjdk version "1.8.0_392"' >&2`;
const JAVA_17 = `echo 'openjdk version "17.0.15" 2025-04-15' >&2`;
const CLIENT_WITHOUT_ENGINE = '[ "$1" = --version ]';

testPermitted("without Java, docker and podman the error says so and how to get one", async () => {
  const { name, message, hint } = await startOnMachine({});
  assert.equal(name, "TargetError");
  assert.equal(
    message,
    "Cannot start Cassandra on this machine: Java was not found (Cassandra 5.0.6 needs Java 11 to 23); " +
      "docker was not found; podman was not found",
  );
  assert.match(
    hint ?? "",
    /^install Java 17 and Maven .* or start Docker or Podman; without --cassandra/,
  );
});

testPermitted("a Java that is too old or too new is told apart from none", async () => {
  assert.match(
    (await startOnMachine({ java: JAVA_8 })).message,
    /Java 8 is too old \(Cassandra 5\.0\.6 needs/,
  );
  const java25 = `echo 'openjdk version "25" 2025-09-16' >&2`;
  assert.match(
    (await startOnMachine({ java: java25 })).message,
    /Java 25 is too new \(Cassandra 5\.0\.6 needs/,
  );
});

testPermitted("each line of Cassandra says which Java it needs", async () => {
  const java21 = `echo 'openjdk version "21.0.1"' >&2`;
  const old = await startOnMachine({ java: java21 }, { version: "4.1.10" });
  assert.match(old.message, /Java 21 is too new \(Cassandra 4\.1\.10 needs Java 8 to 17\)/);
  assert.match(old.hint ?? "", /^install Java 17 and Maven/);
  const fits = await startOnMachine({ java: JAVA_8 }, { version: "4.1.10" });
  assert.match(fits.message, /Maven \(mvn\), which downloads Cassandra 4\.1\.10, was not found/);
});

testPermitted(
  "a version or an option that cannot be is refused before anything is looked for",
  async () => {
    for (const version of ["3.11.4", "5", "5.0.6; x", "4.1.x"]) {
      const { name, message } = await startOnMachine({}, { version });
      assert.equal(name, "ScenarioError");
      assert.equal(
        message,
        "Cannot start Cassandra as cassandraVersion must be a version of 4.1 or 5.0, as 4.1.10: " +
          `found '${version}'`,
      );
    }
    const own = await startOnMachine({}, { options: { cluster_name: "mine" } });
    assert.match(own.message, /cassandraOptions\.cluster_name is said by cassbench/);
  },
);

testPermitted("JAVA_HOME comes before the PATH, and what does not fit is passed over", async () => {
  await using home = await makeFolder();
  await Deno.mkdir(join(home.folder, "bin"));
  const JAVA_HOME = home.folder;
  await writeProgram(join(home.folder, "bin"), "java", JAVA_8);
  const onlyOld = await startOnMachine({}, {}, { JAVA_HOME });
  assert.match(onlyOld.message, /Java 8 is too old/);
  const newerOnPath = await startOnMachine({ java: JAVA_17 }, {}, { JAVA_HOME });
  assert.match(
    newerOnPath.message,
    /Maven \(mvn\), which downloads Cassandra 5\.0\.6, was not found/,
  );
});

testPermitted("a docker client without a running engine is not chosen", async () => {
  const programs = { docker: CLIENT_WITHOUT_ENGINE, podman: CLIENT_WITHOUT_ENGINE };
  const { message } = await startOnMachine(programs);
  assert.match(message, /docker has no running engine; podman has no running engine$/);
});

testPermitted("several nodes are not started in containers", async () => {
  const { message, hint } = await startOnMachine({ docker: "exit 0" }, { nodes: 3 });
  assert.match(message, /docker can run one node, not 3/);
  assert.doesNotMatch(hint ?? "", /Docker/);
});

testPermitted(
  "a number of nodes that cannot be is refused before anything is looked for",
  async () => {
    for (const nodes of [0, 1.5, 10]) {
      const { name, message } = await startOnMachine({}, { nodes });
      assert.equal(name, "ScenarioError");
      assert.equal(
        message,
        `Cannot start Cassandra as nodes must be an integer from 1 to 9: found ${nodes}`,
      );
    }
  },
);

Deno.test("javaVersion() reads what the makers of Java print", () => {
  assert.equal(javaVersion('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime'), 17);
  assert.equal(javaVersion('java version "1.8.0_392"'), 8);
  assert.equal(javaVersion('openjdk version "25" 2025-09-16'), 25);
  assert.equal(javaVersion('Picked up JAVA_TOOL_OPTIONS: -Dx=1\nopenjdk version "21-ea"'), 21);
  assert.equal(javaVersion("Unable to locate a Java Runtime"), undefined);
});
