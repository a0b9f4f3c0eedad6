/** Looks for the password in every byte that cassbench leaves: in what it prints, in its files, and in what it sends. */
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { findFreePort } from "../../src/cluster/managed/ports.ts";
import { FORMATS } from "../../src/report/formats.ts";
import { cassbench } from "../support/cassbench.ts";
import { untilWritten } from "../support/eventually.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { CANARY, KEYSPACE } from "./roles.ts";

/** How the password could look where something writes bytes or headers. */
const FORMS = [CANARY, btoa(CANARY), encodeURIComponent(CANARY), CANARY.split("").join("\0")];

/** A scenario that prints all it can reach, and does more. */
function scenarioText({ top = "", setup = "", operation = "" }: Situation): string {
  return `
import { model, scenario } from "${inRepository("mod.ts")}";
const Item = model("item", { id: "int", name: "text" }, ["id"]);
const look = (...all) => [globalThis, Deno.env.toObject(), Deno.args, ...all]
  .map((one) => Deno.inspect(one, { depth: 12, showHidden: true, getters: true })).join();
${top}
export default scenario({
  name: "canary", models: [Item], poolSizes: [4], operations: 40, warmup: 0,
  input: ({ index }) => ({ id: index, name: "x" }),
  async setup(session) { console.log(look(session)); ${setup} },
  async operation(session, item) { await session.create(Item, item); ${operation} },
});`;
}

/** What is run, and how it ends. */
interface Situation {
  readonly top?: string;
  readonly setup?: string;
  readonly operation?: string;
  /** What stands before the flags. @default {["x.ts"]} */
  readonly words?: readonly string[];
  readonly flags?: readonly string[];
  readonly username?: string;
  /** @default the canary itself, in the environment */
  readonly env?: Record<string, string>;
  readonly code: number;
  /** What standard error must say, so that the situation is the one that is meant. */
  readonly says?: RegExp;
  /** Sent once the load runs. */
  readonly signal?: Deno.Signal;
}

/** Marks that the load runs, for those that are stopped. */
const RUNNING = 'Deno.writeTextFileSync("running", "");';
const ENDLESS = ["--duration", "60s"];
const WORKERS = ["--workers", "2"];

const SITUATIONS: Record<string, Situation> = {
  "a success": { code: 0 },
  "a success of two workers, traced": { flags: [...WORKERS, "--trace", "3"], code: 0 },
  "a wrong password": {
    env: { CASSANDRA_PASSWORD: `${CANARY}-2` },
    code: 1,
    says: /Provided username watcher and\/or password are incorrect/,
  },
  "no right": { username: "guest", code: 1, says: /no operation succeeded/ },
  "no right to make tables": {
    username: "guest",
    flags: ["--keyspace", "logins_none"],
    code: 1,
    says: /has no CREATE permission/,
  },
  "a scenario that throws at import": {
    top: "throw new Error(look());",
    code: 2,
    says: /as it threw at import/,
  },
  "a scenario whose operations throw all that they reach": {
    operation: "throw new Error(look(session));",
    code: 1,
    says: /no operation succeeded/,
  },
  "a timer that throws, and a promise that nothing awaits": {
    operation: "setTimeout(() => { throw look(session); }); " +
      "Promise.reject({ session, env: Deno.env.toObject(), look: look(session) });",
    code: 0,
    says: /warning: /,
  },
  "a timer that throws in a worker": {
    operation: "setTimeout(() => { throw new Error(look(session)); });",
    flags: WORKERS,
    code: 1,
    says: /Cannot go on as a worker ended/,
  },
  "a setup that throws": { setup: "throw new Error(look(session));", code: 1 },
  "Ctrl-C": { operation: RUNNING, flags: [...WORKERS, ...ENDLESS], code: 130, signal: "SIGINT" },
  "SIGKILL": { operation: RUNNING, flags: ENDLESS, code: 137, signal: "SIGKILL" },
  "a password as a flag": { flags: ["--password", CANARY], code: 2, says: /--password is no flag/ },
  "a password right behind -p": { flags: [`-p${CANARY}`], code: 2, says: /-p is no flag/ },
  "a password in a contact point": {
    flags: ["--contact-points", `watcher:${CANARY}@10.0.0.1`],
    code: 2,
    says: /found "…@10\.0\.0\.1"/,
  },
  "a password as the name of its file": {
    flags: ["--password-file", CANARY],
    code: 2,
    says: /as No such file/,
  },
  "a target that is not there": {
    flags: ["--contact-points", "127.0.0.1:1"],
    code: 1,
    says: /refused the connection/,
  },
  "init": { words: ["init", "-"], flags: ["--keyspace", KEYSPACE], code: 0 },
};

/** Everything that the situation left: by where it was found. */
async function runSituation(point: string, situation: Situation): Promise<Map<string, string>> {
  const { words = ["x.ts"], flags = [], username = "watcher", code, says, signal } = situation;
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), scenarioText(situation));
    await Deno.mkdir(join(cwd, "tmp"));
    const isRun = words[0] === "x.ts";
    const sent = startReceiver();
    const port = findFreePort(["127.0.0.1"]);
    const outputs = Object.keys(FORMATS).flatMap((name) => [`--${name}`, `out.${name}`]);
    const target = flags.includes("--contact-points") ? [] : ["--contact-points", point];
    const more = isRun
      ? ["--client", "driver,wire", "--metrics-port", String(port), ...outputs]
      : [];
    const keyspace = flags.includes("--keyspace") || !isRun ? [] : ["--keyspace", KEYSPACE];
    const login = ["--username", username];
    const args = [...words, ...target, ...login, ...keyspace, ...more, ...flags, "--debug"];
    let metrics = "";
    const { stdout, stderr, ...ended } = await cassbench(args, {
      cwd,
      env: {
        CASSANDRA_PASSWORD: CANARY,
        TMPDIR: join(cwd, "tmp"),
        CASSBENCH_CACHE: join(cwd, "cache"),
        ...sent.env,
        ...situation.env,
      },
      async onStart(child) {
        if (signal === undefined) return;
        await untilWritten(join(cwd, "running"), child);
        metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
        child.kill(signal);
      },
    });
    await sent.stop();
    assert.equal(ended.code, code, stderr.slice(0, 2_000));
    if (says !== undefined) assert.match(stderr, says);
    const found = new Map([["stdout", stdout], ["stderr", stderr], ["metrics", metrics]]);
    for (const [at, body] of sent.bodies.entries()) found.set(`export ${at}`, body);
    for await (const file of filesIn(cwd)) {
      found.set(relative(cwd, file), new TextDecoder("latin1").decode(await Deno.readFile(file)));
    }
    return found;
  });
}

/** Keeps what OpenTelemetry exports. */
function startReceiver() {
  const bodies: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    bodies.push(await request.text());
    return Response.json({});
  });
  return {
    bodies,
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
      OTEL_METRIC_EXPORT_INTERVAL: "500",
    },
    stop: () => server.shutdown(),
  };
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}

/** The password is nowhere in what any situation leaves; where a run succeeds, every format was looked at. */
export async function checkCanary(t: Deno.TestContext, point: string): Promise<void> {
  for (const [name, situation] of Object.entries(SITUATIONS)) {
    await t.step(name, async () => {
      const found = await runSituation(point, situation);
      for (const [place, text] of found) {
        for (const form of FORMS) assert.ok(!text.includes(form), `${place} holds the password`);
      }
      if (situation.code !== 0 || situation.words) return;
      for (const format of Object.keys(FORMATS)) assert.ok(found.has(`out.${format}`), format);
      assert.ok([...found.keys()].some((place) => place.startsWith("export")));
    });
  }
}
