/**
 * A scenario as it travels to an agent: one module that holds all that the file imports, except cassbench itself. The
 * agent puts its own cassbench in place, so that `context()` there is that of the code that runs it.
 *
 * @module
 */
import { resolve } from "node:path";
import { init, parse } from "es-module-lexer";
import { ScenarioError } from "../../errors.ts";
import { askDeno, DenoError } from "./ask_deno.ts";
import { isOwn, type ModuleGraph, OWN, OWN_SETTINGS, readGraph } from "./graph.ts";
import { findHindrances } from "./hindrances.ts";

/** A scenario's code, with a hash by which an agent knows that all of it arrived. */
export interface ScenarioBundle {
  /** The scenario's file as the coordinator was given it, for messages. */
  readonly file: string;
  /** One module, whose default export is the scenario. */
  readonly code: string;
  /** SHA-256 of `code`, in hexadecimal. */
  readonly hash: string;
}

/** A bundle that this process can load, until it is let go. */
export interface Unpacked extends Disposable {
  /** Stands in place of a file, and every thread of this process can import it. */
  readonly url: string;
}

/** Stands in a bundle for the folder of the cassbench that loads it. */
const PLACEHOLDER = "cassbench-own:/";
/** Stands in a bundle for `import.meta`, of whose URL packages make a `require`. */
const META = `({ url: "file:///cassbench/scenario.js" })`;

const BUNDLE_HINT = "`deno bundle FILE` shows more; without --nats it runs on this machine alone";

/**
 * Bundles a scenario file with what it imports: modules, JSON and packages.
 *
 * @throws {ScenarioError} when it does not bundle, or needs what cannot travel: all of it is named
 */
export async function bundleScenario(file: string, signal?: AbortSignal): Promise<ScenarioBundle> {
  const path = resolve(file);
  await init();
  const graph = await readGraph(path, signal);
  const own = ownImports(graph);
  const hindrances = await findHindrances(graph);
  const [first] = hindrances;
  if (first) throw bundleError(file, hindrances.map(({ problem }) => problem), first.hint);
  const externals = [...own.keys()].flatMap((specifier) => ["--external", specifier]);
  const asked = askDeno(["bundle", ...OWN_SETTINGS, path, ...externals], signal);
  const code = await asked.catch((error) => {
    if (!(error instanceof DenoError)) throw error;
    throw bundleError(file, [error.message], BUNDLE_HINT);
  });
  const replaced = replaceOwn(code, own);
  return { file, code: replaced, hash: await hashOf(replaced) };
}

/**
 * Makes a bundle loadable in this process, without writing a file.
 *
 * @throws {ScenarioError} when its code is not what was hashed
 */
export async function unpack({ file, code, hash }: ScenarioBundle): Promise<Unpacked> {
  if (await hashOf(code) !== hash) {
    throw new ScenarioError(`Cannot load "${file}" as its bundle is not what its hash says`);
  }
  const text = code.replaceAll(PLACEHOLDER, OWN);
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return { url, [Symbol.dispose]: () => URL.revokeObjectURL(url) };
}

async function hashOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex();
}

/** What the scenario's modules import of this cassbench: each specifier with its module's URL. */
function ownImports({ modules }: ModuleGraph): ReadonlyMap<string, string> {
  const imports = modules.filter(({ specifier }) => !isOwn(specifier))
    .flatMap(({ dependencies = [] }) => dependencies)
    .map(({ specifier, code }) => [specifier, code?.specifier ?? ""] as const);
  return new Map(imports.filter(([, url]) => isOwn(url)));
}

/** Puts what stands for cassbench where it is imported, and the name of no file where a package asks for its own. */
function replaceOwn(code: string, own: ReadonlyMap<string, string>): string {
  let replaced = "";
  let until = 0;
  for (const found of parse(code)[0]) {
    const url = own.get(found.specifier ?? "");
    if (found.type !== "import-meta" && url === undefined) continue;
    const put = url === undefined ? META : url.replace(OWN, PLACEHOLDER);
    const text = found.type === "dynamic" ? JSON.stringify(put) : put;
    replaced += code.slice(until, found.start) + text;
    until = found.end;
  }
  return replaced + code.slice(until);
}

function bundleError(file: string, problems: readonly string[], hint: string): ScenarioError {
  return new ScenarioError(`Cannot send "${file}" to agents as ${problems.join("; ")}`, hint);
}
