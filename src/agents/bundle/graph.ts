import { fileURLToPath } from "node:url";
import { askDeno } from "./ask_deno.ts";

/** The folder of this cassbench, as a URL. */
export const OWN = new URL("../../../", import.meta.url).href;

/**
 * What Deno is told beside a command. Where cassbench runs as a program, its own settings say what an import means, and
 * so they do here, wherever the scenario lies.
 */
export const OWN_SETTINGS: readonly string[] =
  OWN.startsWith("file:") && Deno.mainModule === `${OWN}mod.ts`
    ? ["--config", fileURLToPath(`${OWN}deno.json`)]
    : [];

/** Every module that a scenario imports, and those that they import. */
export interface ModuleGraph {
  readonly modules: readonly ImportedModule[];
  /** The packages of npm, by name and version. */
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
}

/** A package of npm, as `deno info` describes it. */
export interface NpmPackage {
  readonly name: string;
  /** Names and versions of the packages that it needs. */
  readonly dependencies: readonly string[];
  /** The folder that it is in; absent where it is not installed. */
  readonly localPath?: string;
}

/** A module, as `deno info` describes it. */
export interface ImportedModule {
  /** Its URL. */
  readonly specifier: string;
  /** The path of its text, where it is no package of npm. */
  readonly local?: string;
  readonly dependencies?: readonly {
    /** As it stands in the text. */
    readonly specifier: string;
    /** What it means; absent where it is imported for its types only. */
    readonly code?: { readonly specifier?: string };
    /** The package of npm that it means. */
    readonly npmPackage?: string;
  }[];
}

/** Asks Deno for the modules that a file imports, whether they can be found or not. */
export async function readGraph(path: string, signal?: AbortSignal): Promise<ModuleGraph> {
  return JSON.parse(await askDeno(["info", "--json", ...OWN_SETTINGS, path], signal));
}

/** Whether a module is one of this cassbench. */
export function isOwn(url: string): boolean {
  return url === `${OWN}mod.ts` || url.startsWith(`${OWN}src/`);
}
