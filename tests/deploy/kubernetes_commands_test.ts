/**
 * What the pods of `deploy/kubernetes` run, as processes: the commands, arguments, environments and files of the
 * manifests. Other than there are the ports, the folders that stand for volumes, how many agents there are, and how
 * long they run.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmbeddedServer } from "../../src/run/embedded_server.ts";
import type { Result } from "../../src/result/document.ts";
import { readSteps } from "../support/containerfile.ts";
import {
  commandOf,
  configMap,
  containersOf,
  environmentOf,
  type KubernetesContainer,
  kustomize,
  type Manifest,
  readManifests,
  whyNoKubernetes,
} from "../support/kubernetes.ts";
import { testUnless } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const PASSWORD = "n0123456789abcdef";
const ZONE = "metadata.labels['topology.kubernetes.io/zone']";

testUnless(
  whyNoKubernetes(),
  "the commands of NATS, two agents and the coordinator run, and leave the report in the volume",
  () =>
    inTemporaryFolder(async (folder) => {
      const manifests = readManifests(await kustomize("deploy/kubernetes"));
      await using nats = await startNats(manifests, folder);
      await using cassandra = await startEmbeddedServer();
      const bench = join(folder, "bench");
      await Deno.mkdir(join(bench, "scenarios"), { recursive: true });
      await Deno.mkdir(join(bench, "results"));
      for (const [name, text] of Object.entries(configMap(manifests, "cassbench-scenario"))) {
        await Deno.writeTextFile(join(bench, "scenarios", name), text);
      }

      function startPod(name: string, zone: string, more: readonly string[] = []) {
        const container = lastContainer(manifests, name);
        const env = environmentOf(container, {
          ...{ manifests, secret: { "nats-password": PASSWORD }, fields: { [ZONE]: zone } },
        });
        const [, ...words] = commandOf({ ...container, command: commandIn(container) }, env)
          .filter((word) => word !== "/tini" && word !== "--")
          .map((word) =>
            word.replace("nats://nats:4222", nats.url).replace(/^--agents=4$/, "--agents=2")
          )
          .map((word) => word === "/cassbench/mod.ts" ? inRepository("mod.ts") : word);
        if (env.CASSANDRA_CONTACT_POINTS !== undefined) {
          env.CASSANDRA_CONTACT_POINTS = cassandra.contactPoints.join();
        }
        return start(Deno.execPath(), [...words, ...more], env, bench);
      }

      await using first = startPod("cassbench-agents", "eu-west-1a");
      // A cluster that copies no labels leaves the zone empty.
      await using second = startPod("cassbench-agents", "");
      const short = ["--pool-sizes=4,8", "--duration=200ms", "--warmup=0"];
      await using coordinator = startPod("cassbench-coordinator", "", short);
      const { code, stdout, stderr } = await coordinator.ended;
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^# creates\n/);
      for (const { ended } of [first, second]) {
        const { code, stderr } = await ended;
        assert.equal(code, 0, stderr);
      }

      const left = [...Deno.readDirSync(join(bench, "results"))].map(({ name }) => name).sort();
      assert.deepEqual(left.map((name) => name.replace(/^creates-.*Z/, "creates-TIME")), [
        "creates-TIME.json",
        "creates-TIME.md",
      ]);
      const text = await Deno.readTextFile(join(bench, "results", left[0]!));
      const { status, cases } = JSON.parse(text) as Result;
      assert.equal(status, "completed");
      assert.deepEqual(cases.map(({ parameters }) => parameters.poolSize), [4, 8]);
      for (const { agents = [], operations, errors } of cases) {
        assert.deepEqual(agents.map(({ zone }) => zone ?? "").sort(), ["", "eu-west-1a"]);
        const theirs = agents.reduce((sum, agent) => sum + agent.operations, 0);
        assert.ok(operations > 0);
        assert.deepEqual([theirs, errors.total], [operations, 0]);
      }
    }),
);

/** A process, what it printed, and its exit code. */
interface Started extends AsyncDisposable {
  readonly ended: Promise<
    { readonly code: number; readonly stdout: string; readonly stderr: string }
  >;
}

function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Started {
  const child = new Deno.Command(program, {
    ...{ args: [...args], cwd, clearEnv: true, stdin: "null", stdout: "piped", stderr: "piped" },
    // Of this machine's environment, where Deno's cache is, as that of the image is in its files.
    env: { ...cache(), NO_COLOR: "1", ...env },
  }).spawn();
  const ended = child.output().then(({ code, stdout, stderr }) => {
    const read = new TextDecoder();
    return { code, stdout: read.decode(stdout), stderr: read.decode(stderr) };
  });
  return {
    ended,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await ended;
    },
  };
}

function cache(): Record<string, string> {
  return Object.fromEntries(["HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** The container of a pod that does what the pod is for. */
function lastContainer(manifests: readonly Manifest[], name: string): KubernetesContainer {
  const found = manifests.find(({ kind, metadata }) =>
    metadata.name === name && /Job|Set/.test(kind)
  );
  const container = found && containersOf(found).at(-1);
  if (container === undefined) throw new Error(`There is no pod ${name}`);
  return container;
}

/** A container's command, or else the entry point of its image. */
function commandIn({ command }: KubernetesContainer): readonly string[] {
  if (command !== undefined) return command;
  const steps = readSteps(Deno.readTextFileSync(inRepository("Containerfile")));
  return JSON.parse(steps.find(({ instruction }) => instruction === "ENTRYPOINT")!.text);
}

/** Starts NATS as its pod does, but for its ports and its folder, and asks it as Kubernetes does whether it is ready. */
async function startNats(
  manifests: readonly Manifest[],
  folder: string,
): Promise<AsyncDisposable & { readonly url: string }> {
  const container = lastContainer(manifests, "nats");
  const env = environmentOf(container, {
    ...{ manifests, secret: { "nats-password": PASSWORD }, fields: {} },
  });
  const file = join(folder, "nats.conf");
  const config = configMap(manifests, "nats-config")["nats.conf"] ?? "";
  await Deno.writeTextFile(
    file,
    config.replace("/data", `"${join(folder, "data")}"`).replace("4222", "-1").replace(
      "8222",
      "-1",
    ),
  );
  const [, ...words] = commandOf(container, env);
  const child = new Deno.Command("nats-server", {
    args: words.map((word) => word === "/etc/nats/nats.conf" ? file : word),
    // Debian has it in a folder that is not on every user's path.
    env: { ...env, PATH: `${Deno.env.get("PATH")}:/usr/sbin` },
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  const log = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  async function readOn(): Promise<void> {
    const { done, value = "" } = await log.read();
    text += value;
    if (done) throw new Error(`nats-server ended: ${text}`);
  }
  while (!text.includes("Server is ready")) await readOn();
  const drained = (async () => {
    while (!(await log.read()).done);
  })();
  const portOf = (what: string) => new RegExp(`${what} .*:(\\d+)`).exec(text)?.[1];
  for (const probe of [container.readinessProbe, container.livenessProbe]) {
    const answer = await fetch(
      `http://127.0.0.1:${portOf("http monitor on")}${probe.httpGet.path}`,
    );
    assert.deepEqual([answer.status, await answer.json()], [200, { status: "ok" }]);
  }
  return {
    url: `nats://127.0.0.1:${portOf("client connections on")}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await drained;
    },
  };
}
