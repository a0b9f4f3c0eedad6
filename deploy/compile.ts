/**
 * Makes cassbench one file, which needs neither Deno nor a network: `deno task compile` writes `dist/cassbench`, and
 * `deno task compile FILE` another one.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { printOut } from "../src/cli/terminal.ts";
import { VERSION } from "../src/result/environment.ts";
import { layOut } from "./lay_out.ts";

/**
 * Writes the program as one file: a script of the shell that unpacks and starts what follows it.
 *
 * @param file replaced where it exists
 */
export async function compile(file: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cassbench-compile-" });
  try {
    const program = join(folder, "program");
    await layOut(program);
    await Deno.copyFile(Deno.execPath(), join(program, "deno"));
    await Deno.copyFile(new URL("./DENO_LICENSE", import.meta.url), join(program, "DENO_LICENSE"));
    const archive = await pack(program);
    const whole = `${resolve(file)}.writing`;
    await Deno.mkdir(dirname(whole), { recursive: true });
    await Deno.writeTextFile(whole, await scriptFor(archive), { mode: 0o755 });
    await Deno.writeFile(whole, archive, { append: true });
    await Deno.rename(whole, file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The folder as an archive. */
async function pack(folder: string): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command("tar", {
    args: ["-czf", "-", "-C", folder, "."],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}

/** The script, with the name under which it unpacks the archive and the line at which that begins. */
async function scriptFor(archive: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", archive as Uint8Array<ArrayBuffer>);
  const name = `${VERSION}-${new Uint8Array(hash).toHex().slice(0, 16)}`;
  const script = await Deno.readTextFile(new URL("./unpack.sh", import.meta.url));
  const line = script.split("\n").length;
  return script.replaceAll("@NAME@", name).replaceAll("@LINE@", String(line));
}

if (import.meta.main) {
  const [file = "dist/cassbench", ...others] = Deno.args;
  if (others.length > 0) throw new TypeError(`Name one file: found ${Deno.args.join(", ")}`);
  await compile(file);
  printOut(`Wrote ${file}\n`);
}
