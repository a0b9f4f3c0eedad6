/** The manifests of `deploy/kubernetes`, as they would be applied. */
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { isPermitted } from "./needs.ts";
import { inRepository } from "./paths.ts";

/** An object of Kubernetes, as far as tests look into it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // deno-lint-ignore no-explicit-any -- Kubernetes' schemas check what is in it.
  readonly spec?: any;
  readonly data?: Readonly<Record<string, string>>;
}

/** A container, as far as tests run it. */
export interface KubernetesContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  // deno-lint-ignore no-explicit-any -- As above.
  readonly [other: string]: any;
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: {
      readonly name: string;
      readonly key: string;
      readonly optional?: boolean;
    };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

/** What stands for a cluster's own knowledge, when a container's environment is made. */
export interface Surroundings {
  readonly manifests: readonly Manifest[];
  /** By its key. */
  readonly secret: Readonly<Record<string, string>>;
  /** By its path; one that is missing is empty, as Kubernetes has it. */
  readonly fields: Readonly<Record<string, string>>;
}

/** How folders of kustomize are rendered, whichever program there is. */
const PROGRAMS = [["kubectl", "kustomize"], ["kustomize", "build"]];

/** Why manifests cannot be rendered and checked here, with what to do; `undefined` where they can. */
export function whyNoKubernetes(): string | undefined {
  if (!isPermitted) return "needs deno test -A";
  if (!PROGRAMS.some(([program = ""]) => isInstalled(program))) {
    return "needs kubectl, or go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1";
  }
  if (isInstalled("kubernetes-validate")) return undefined;
  return "needs, in a venv of python3, pip install kubernetes-validate==1.37.0";
}

function isInstalled(program: string): boolean {
  return (Deno.env.get("PATH") ?? "").split(":").some((folder) => {
    try {
      return Deno.statSync(join(folder, program)).isFile;
    } catch {
      return false;
    }
  });
}

/** Renders a folder. */
export async function kustomize(folder: string): Promise<string> {
  const [program = "", ...args] = PROGRAMS.find(([one = ""]) => isInstalled(one)) ?? PROGRAMS[0]!;
  return await output(program, [...args, folder]);
}

/**
 * Checks manifests by the schemas of a version of Kubernetes, where an unknown field is an error.
 *
 * @returns what is wrong; empty where nothing is
 */
export async function validate(text: string, version: string): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(file, text);
    const args = ["--kubernetes-version", version, "--strict", "--quiet", file];
    const { success, stdout, stderr } = await run("kubernetes-validate", args);
    return success ? "" : `${stderr}${stdout}` || "refused";
  } finally {
    await Deno.remove(file);
  }
}

/** Reads manifests, and refuses YAML that is not sound. */
export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as Manifest;
  });
}

/** All containers of a manifest that starts some, those that run before the others first. */
export function containersOf({ spec }: Manifest): KubernetesContainer[] {
  const pod = podOf({ spec });
  return [...pod?.initContainers ?? [], ...pod?.containers ?? []];
}

/** The pod of a manifest that starts one. */
// deno-lint-ignore no-explicit-any -- As above.
export function podOf({ spec }: Pick<Manifest, "spec">): any {
  return spec?.template?.spec ?? (spec?.containers === undefined ? undefined : spec);
}

/** A container's environment. */
export function environmentOf(
  { env = [], envFrom = [] }: KubernetesContainer,
  { manifests, secret, fields }: Surroundings,
): Record<string, string> {
  const maps = envFrom.map(({ configMapRef: { name } }) => configMap(manifests, name));
  const own = env.flatMap(({ name, value, valueFrom: { secretKeyRef, fieldRef } = {} }) => {
    if (fieldRef !== undefined) return [[name, fields[fieldRef.fieldPath] ?? ""]];
    if (secretKeyRef === undefined) return [[name, value ?? ""]];
    const kept = secret[secretKeyRef.key];
    if (kept !== undefined) return [[name, kept]];
    if (secretKeyRef.optional === true) return [];
    throw new Error(`The Secret has no ${secretKeyRef.key}, so ${name} would keep its pod waiting`);
  });
  return { ...Object.assign({}, ...maps), ...Object.fromEntries(own) };
}

/** What a ConfigMap holds. */
export function configMap(manifests: readonly Manifest[], name: string): Record<string, string> {
  const found = manifests.find(({ kind, metadata }) =>
    kind === "ConfigMap" && metadata.name === name
  );
  if (found === undefined) throw new Error(`There is no ConfigMap ${name}`);
  return { ...found.data };
}

/** What a container runs: its command and arguments, `$(NAME)` being its environment's. */
export function commandOf(
  { command = [], args = [] }: KubernetesContainer,
  env: Readonly<Record<string, string>>,
): string[] {
  return [...command, ...args].map((word) =>
    word.replaceAll(/\$\((\w+)\)/g, (whole, name) => env[name] ?? whole)
  );
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await run(program, args);
  if (!success) throw new Error(stderr);
  return stdout;
}

async function run(program: string, args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: inRepository(),
  }).output();
  const read = new TextDecoder();
  return { success, stdout: read.decode(stdout), stderr: read.decode(stderr) };
}
