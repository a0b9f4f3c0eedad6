/**
 * Carries out a Containerfile's steps where no engine of containers runs: each stage is a folder that a process takes
 * for its root, in namespaces of its own. What stands in for a base image is this machine's Deno with the libraries it
 * needs. It needs Linux and root.
 */
import { dirname, join } from "node:path";
import { inRepository } from "./paths.ts";

/** One line of a Containerfile, such as `COPY src src`. */
interface Step {
  readonly instruction: string;
  readonly text: string;
}

/** An image, as far as it is made here. */
export interface Image {
  /** Its files. */
  readonly root: string;
  readonly env: Record<string, string>;
  workdir: string;
  user: string;
  entrypoint: readonly string[];
  command: readonly string[];
}

/** What a command in an image left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a container is run. */
export interface Container {
  readonly args?: readonly string[];
  /** Folders of this machine by the place where the container sees them. */
  readonly volumes?: Readonly<
    Record<string, { readonly folder: string; readonly isReadOnly: boolean }>
  >;
}

/** The steps of a Containerfile, without comments, long lines joined. */
export function readSteps(text: string): Step[] {
  const lines = text.replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n\s*/g, " ").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => {
    const [, instruction = "", text = ""] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (instruction === "") throw new Error(`This is no step of a Containerfile: ${line}`);
    return { instruction, text };
  });
}

/**
 * Carries out all steps, each stage in a folder of its own.
 *
 * @param folder an empty folder
 * @returns the last stage
 */
export async function buildImage(steps: readonly Step[], folder: string): Promise<Image> {
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const { instruction, text } of steps) {
    if (instruction === "FROM") {
      const [base = "", , name = "last"] = text.split(" ");
      image = await startStage(join(folder, name), base);
      stages.set(name, image);
      continue;
    }
    if (image === undefined) throw new Error(`${instruction} stands before FROM`);
    await carryOut(image, instruction, text, stages);
  }
  if (image === undefined) throw new Error("There is no FROM");
  return image;
}

/** Runs the entry point as an engine does with `--read-only --network none`. */
export async function runContainer(image: Image, container: Container = {}): Promise<Ended> {
  const { args = image.command, volumes = {} } = container;
  const mounts: string[] = [];
  for (const [place, { folder, isReadOnly }] of Object.entries(volumes)) {
    const inside = join(image.root, place);
    await Deno.mkdir(inside, { recursive: true });
    mounts.push(`mount --bind ${quote(folder)} ${quote(inside)}`);
    if (isReadOnly) mounts.push(`mount -o remount,bind,ro ${quote(inside)}`);
  }
  const [user = "0", group = user] = image.user.split(":");
  return await inNamespaces(image, [...image.entrypoint, ...args], {
    namespaces: ["--net"],
    before: ["ip link set lo up", `mount -o remount,bind,ro ${quote(image.root)}`, ...mounts],
    as: ["-S", user, "-G", group],
    clear: ["-i"],
  });
}

async function startStage(root: string, base: string): Promise<Image> {
  const image: Image = {
    ...{ root, env: { PATH: "/bin:/usr/bin" }, workdir: "/", user: "0:0" },
    ...{ entrypoint: [], command: [] },
  };
  for (const place of ["bin", "dev", "proc", "tmp"]) {
    await Deno.mkdir(join(root, place), { recursive: true });
  }
  if (!base.startsWith("denoland/deno:")) throw new Error(`Nothing here stands in for ${base}`);
  // Deno's images have tini, which starts what follows `--`, as env does.
  await addProgram(root, "/bin/deno", Deno.execPath());
  await addProgram(root, "/tini", "/usr/bin/env");
  // All but the distroless ones have a shell, of which RUN is a command line, and the certificates of this machine.
  if (!base.includes("distroless")) {
    await addProgram(root, "/bin/sh", "/bin/sh");
    for (const place of ["etc", "usr"]) await Deno.mkdir(join(root, place), { recursive: true });
  }
  return image;
}

/** Puts a program into a root, with the libraries that it needs. */
async function addProgram(root: string, place: string, program: string): Promise<void> {
  const real = await Deno.realPath(program);
  const { stdout } = await new Deno.Command("ldd", { args: [real] }).output();
  const libraries = [...new TextDecoder().decode(stdout).matchAll(/(\/\S+) \(0x/g)]
    .map(([, path = ""]) => path);
  for (const [from, to] of [[real, place], ...libraries.map((path) => [path, path])]) {
    const inside = join(root, to!);
    await Deno.mkdir(dirname(inside), { recursive: true });
    await Deno.copyFile(from!, inside);
  }
}

async function carryOut(
  image: Image,
  instruction: string,
  text: string,
  stages: ReadonlyMap<string, Image>,
): Promise<void> {
  switch (instruction) {
    case "WORKDIR":
      image.workdir = text;
      return await Deno.mkdir(join(image.root, text), { recursive: true });
    case "ENV":
      for (const [, name = "", value = ""] of text.matchAll(/(\w+)=(\S*)/g)) {
        image.env[name] = value;
      }
      return;
    case "USER":
      image.user = text;
      return;
    case "ENTRYPOINT":
      image.entrypoint = JSON.parse(text);
      return;
    case "CMD":
      image.command = JSON.parse(text);
      return;
    case "COPY":
      return await copyInto(image, text.split(" "), stages);
    case "RUN": {
      const { code, stderr } = await inNamespaces(image, ["/bin/sh", "-c", text], {
        before: ["etc", "usr"].map((place) =>
          `mount --bind -o ro /${place} ${quote(join(image.root, place))}`
        ),
        // How this machine reaches the registry of packages is in its environment.
        clear: ["-u", "DENO_DIR", "-u", "HOME"],
      });
      if (code !== 0) throw new Error(`RUN ${text} ended with ${code}: ${stderr}`);
      return;
    }
    default:
      throw new Error(`Nothing here carries out ${instruction}`);
  }
}

/** Copies as COPY does: what is in a folder, not the folder; several into a folder whose name ends in a slash. */
async function copyInto(
  image: Image,
  words: readonly string[],
  stages: ReadonlyMap<string, Image>,
): Promise<void> {
  const [, stage] = /^--from=(.*)$/.exec(words[0] ?? "") ?? [];
  const from = stage === undefined ? inRepository() : stages.get(stage)!.root;
  const sources = words.slice(stage === undefined ? 0 : 1, -1);
  const last = words.at(-1) ?? "";
  const target = join(image.root, last.startsWith("/") ? "" : image.workdir, last);
  for (const source of sources) {
    const path = join(from, source);
    const isFolder = (await Deno.stat(path)).isDirectory;
    const to = last.endsWith("/") && !isFolder ? join(target, source) : target;
    await Deno.mkdir(isFolder ? to : dirname(to), { recursive: true });
    const args = isFolder ? ["-R", `${path}/.`, to] : [path, to];
    const { success, stderr } = await new Deno.Command("cp", { args }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  }
}

/** Runs a command with the image's files for its root. */
async function inNamespaces(
  { root, env, workdir }: Image,
  command: readonly string[],
  { namespaces = [], before, as = [], clear }: {
    readonly namespaces?: readonly string[];
    readonly before: readonly string[];
    readonly as?: readonly string[];
    /** What `env` is told of the environment of this process. */
    readonly clear: readonly string[];
  },
): Promise<Ended> {
  const script = [
    "set -e",
    `mount --bind ${quote(root)} ${quote(root)}`,
    `mount --rbind /dev ${quote(join(root, "dev"))}`,
    `mount -t proc proc ${quote(join(root, "proc"))}`,
    ...before,
    ["exec", "unshare", `--root=${root}`, `--wd=${workdir}`, ...as, "/tini", ...clear]
      .concat(Object.entries(env).map((entry) => entry.join("=")), command).map(quote).join(" "),
  ].join("\n");
  const { code, stdout, stderr } = await new Deno.Command("unshare", {
    args: ["--mount", "--pid", "--fork", "--kill-child", ...namespaces, "sh", "-c", script],
    stdin: "null",
  }).output();
  const read = new TextDecoder();
  return { code, stdout: read.decode(stdout), stderr: read.decode(stderr) };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
