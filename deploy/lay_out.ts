/**
 * Lays out a folder from which cassbench starts without network and without writing to it: its modules, the packages
 * that they import, and the bundler that `run --nats` needs. The image and the program in one file are made of it:
 * `deno run -A deploy/lay_out.ts FOLDER`.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What is copied; documents, tests and scenarios are not needed to run. */
const PARTS = ["mod.ts", "src", "vendor", "deno.lock", "LICENSE", "THIRD_PARTY.md"];

/** The folder of Deno's cache in the laid out folder, for `DENO_DIR`. */
export const CACHE = "deno_dir";

/**
 * Lays out the program in a folder that is not there yet.
 *
 * @param folder where the program will stand when it runs, as Deno keeps what it compiled by path
 */
export async function layOut(folder: string): Promise<void> {
  await Deno.mkdir(dirname(folder), { recursive: true });
  await Deno.mkdir(folder);
  for (const part of PARTS) await copy(join(ROOT, part), join(folder, part));
  const modules = [join(folder, "mod.ts"), ...listModules(join(folder, "src"))];
  await Deno.writeTextFile(join(folder, "deno.json"), await configFor(modules));

  // The frozen lock holds the packages of the tests, too; what is left of it names the same files by the same hashes.
  await deno(folder, ["cache", "--quiet", "--frozen=false", "mod.ts", ...modules]);
  // Deno fetches its bundler at the first use.
  await deno(folder, ["bundle", "--quiet", "src/runtime/grace.ts"]);
  // What does not start here starts nowhere. It also leaves its compiled code in the cache.
  await deno(folder, ["run", "-A", "--cached-only", "mod.ts", "--version"]);
}

/** The settings under which the program runs: those of this project, without packages that only tests import. */
async function configFor(modules: readonly string[]): Promise<string> {
  const texts = await Promise.all(modules.map((path) => Deno.readTextFile(path)));
  const isUsed = (name: string) =>
    texts.some((text) => text.includes(`"${name}"`) || text.includes(`"${name}/`));
  const { name, version, license, exports, permissions, lock, links, compilerOptions } = config;
  return JSON.stringify(
    {
      ...{ name, version, license, exports, permissions, lock, links, compilerOptions },
      imports: Object.fromEntries(Object.entries(config.imports).filter(([name]) => isUsed(name))),
      // How the help calls it.
      program: "cassbench",
    },
    undefined,
    2,
  );
}

/** The modules that run in Deno; those of pages are in `browser_code.ts`, bundled. */
function listModules(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) return name === "browser" ? [] : listModules(path);
    return name.endsWith(".ts") ? [path] : [];
  }).sort();
}

async function copy(from: string, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

async function deno(folder: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: args.map((arg) => arg.startsWith(folder) ? relative(folder, arg) : arg),
    cwd: folder,
    env: { DENO_DIR: join(folder, CACHE), NO_COLOR: "1" },
    stdout: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

if (import.meta.main) {
  const [folder, ...others] = Deno.args;
  if (folder === undefined || others.length > 0) {
    throw new TypeError(`Name one folder that is not there yet: found ${Deno.args.join(", ")}`);
  }
  await layOut(folder);
}
