/** The manifests of `deploy/kubernetes`: what is in them, and that Kubernetes would take them. */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import {
  configMap,
  containersOf,
  kustomize,
  type Manifest,
  podOf,
  readManifests,
  validate,
  whyNoKubernetes,
} from "../support/kubernetes.ts";
import { testUnless } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** An old version that clusters still run, one that adds a node's zone to the labels of its pods, and the newest. */
const VERSIONS = ["1.31", "1.35", "1.37"];

const READER = inRepository("deploy", "kubernetes", "reader.yaml");

const whyNot = whyNoKubernetes();

async function render(): Promise<string> {
  return `${await kustomize("deploy/kubernetes")}---\n${await Deno.readTextFile(READER)}`;
}

const pods = (manifests: readonly Manifest[]) =>
  manifests.filter((manifest) => podOf(manifest) !== undefined);

testUnless(whyNot, "three versions of Kubernetes know every field of the manifests", async () => {
  const text = await render();
  for (const version of VERSIONS) assert.equal(await validate(text, version), "", version);
});

testUnless(whyNot, "a field that Kubernetes does not know would be found", async () => {
  const wrong = (await render()).replace("completions: 4", "completion: 4");
  assert.match(await validate(wrong, VERSIONS[0]!), /completion/);
});

testUnless(
  whyNot,
  "agents are as many as the coordinator waits for, each on a node of its own",
  async () => {
    const manifests = readManifests(await render());
    const [agents, coordinator] = ["cassbench-agents", "cassbench-coordinator"].map((name) =>
      manifests.find(({ kind, metadata }) => kind === "Job" && metadata.name === name)
    );
    assert.ok(agents && coordinator);
    const { completionMode, completions, parallelism } = agents.spec;
    assert.deepEqual([completionMode, parallelism], ["Indexed", completions]);
    const [container] = containersOf(coordinator).slice(-1);
    assert.ok(container?.args?.includes(`--agents=${completions}`), container?.args?.join(" "));
    const [term] = podOf(agents).affinity.podAntiAffinity
      .requiredDuringSchedulingIgnoredDuringExecution;
    assert.equal(term.topologyKey, "kubernetes.io/hostname");
    const labels = agents.spec.template.metadata.labels;
    for (const [name, value] of Object.entries(term.labelSelector.matchLabels)) {
      assert.equal(labels[name], value);
    }
  },
);

testUnless(
  whyNot,
  "every pod has no rights and no token, an image that stays, and what it asks for as its limit",
  async () => {
    const started = pods(readManifests(await render()));
    assert.deepEqual(started.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort(), [
      "Job cassbench-agents",
      "Job cassbench-coordinator",
      "Pod cassbench-reader",
      "StatefulSet nats",
    ]);
    for (const manifest of started) {
      const { name } = manifest.metadata;
      assert.equal(manifest.metadata.namespace, "cassbench", name);
      const pod = podOf(manifest);
      assert.equal(pod.automountServiceAccountToken, false, name);
      const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext;
      assert.deepEqual([runAsNonRoot, seccompProfile.type], [true, "RuntimeDefault"], name);
      assert.ok(runAsUser > 0, name);
      for (const { image, resources, securityContext } of containersOf(manifest)) {
        assert.match(image, /:\d+\.\d+\.\d+(-\S+)?$/, name);
        assert.deepEqual(resources.requests, resources.limits, name);
        assert.deepEqual(securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        }, name);
      }
    }
  },
);

testUnless(
  whyNot,
  "what pods mount and read is there, and the Secret is one that the page makes",
  async () => {
    const manifests = readManifests(await render());
    const page = Deno.readTextFileSync(inRepository("docs", "kubernetes.md"));
    const claims = manifests.filter(({ kind }) => kind === "PersistentVolumeClaim")
      .map(({ metadata }) => metadata.name);
    for (const manifest of pods(manifests)) {
      for (
        const { configMap: map, persistentVolumeClaim: claim } of podOf(manifest).volumes ?? []
      ) {
        if (map !== undefined) assert.ok(Object.keys(configMap(manifests, map.name)).length > 0);
        if (claim !== undefined) assert.ok(claims.includes(claim.claimName), claim.claimName);
      }
      for (const { env = [] } of containersOf(manifest)) {
        for (const { valueFrom } of env) {
          if (valueFrom?.secretKeyRef === undefined) continue;
          const { name, key } = valueFrom.secretKeyRef;
          assert.match(page, new RegExp(`create secret generic ${name}\\b`));
          assert.match(page, new RegExp(`--from-literal=${key}=`));
        }
      }
    }
  },
);

/** The folders of kustomize that the page shows, by the paths that it gives them. */
function shownFolders(): Record<string, string> {
  const page = Deno.readTextFileSync(inRepository("docs", "kubernetes.md"));
  const blocks = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block = ""]) => block);
  const named = [...page.matchAll(/`(mine\/(?:\w+\/)?kustomization\.yaml)`/g)].map(([, path]) =>
    path
  );
  assert.equal(blocks.length, 2);
  return { [named[0]!]: blocks[0]!, [named[1]!]: blocks[1]! };
}

testUnless(
  whyNot,
  "the folders of one's own that the page shows are rendered, and valid",
  () =>
    inTemporaryFolder(async (folder) => {
      await new Deno.Command("cp", {
        args: ["-R", "--parents", "deploy/kubernetes", `${folder}/`],
        cwd: inRepository(),
      }).output();
      await Deno.mkdir(`${folder}/cassbench`);
      await Deno.rename(`${folder}/deploy`, `${folder}/cassbench/deploy`);
      for (const [path, text] of Object.entries(shownFolders())) {
        await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
        await Deno.writeTextFile(`${folder}/${path}`, text);
      }
      await Deno.writeTextFile(`${folder}/mine/creates.ts`, "export default {};\n");

      const own = await kustomize(`${folder}/mine`);
      assert.equal(await validate(own, VERSIONS[0]!), "");
      const manifests = readManifests(own);
      assert.equal(
        configMap(manifests, "cassbench-scenario")["scenario.ts"],
        "export default {};\n",
      );
      const jobs = Object.fromEntries(
        manifests.filter(({ kind }) => kind === "Job").map((
          { metadata, spec },
        ) => [metadata.name, spec]),
      );
      assert.deepEqual(Object.keys(jobs).sort(), ["cassbench-agents", "cassbench-coordinator"]);
      assert.equal(jobs["cassbench-agents"].completions, 12);
      const [container] = jobs["cassbench-coordinator"].template.spec.containers;
      assert.ok(container.args.includes("--agents=12"));
      assert.equal(container.image, "registry.internal/bench/cassbench:7");

      const zone = await kustomize(`${folder}/mine/a`);
      assert.equal(await validate(zone, VERSIONS[0]!), "");
      const [job, ...others] = readManifests(zone);
      assert.deepEqual([job?.metadata.name, others], ["cassbench-agents-a", []]);
      assert.equal(
        job?.spec.template.metadata.labels["topology.kubernetes.io/zone"],
        podOf(job!).nodeSelector["topology.kubernetes.io/zone"],
      );
    }),
);
