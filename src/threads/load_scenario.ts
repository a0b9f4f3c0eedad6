import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ScenarioError } from "../errors.ts";
import { lackedPermission, whyNotGranted } from "../runtime/permissions.ts";
import { isLaidOut, PROGRAM } from "../runtime/program.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Hints for the mistakes whose message does not point at a line of a scenario. */
const NO_FILE = `name a scenario file; \`${PROGRAM} --help\` shows the commands`;
const NO_MODULE =
  "pass a scenario file, which is JavaScript or TypeScript, as in scenarios/latency.ts";
const NO_EXPORT = "a scenario file ends in `export default scenario({ … })`; the README shows one";
const NOT_LOCKED = isLaidOut
  ? "in one file or an image, cassbench has no packages but its own; a checkout under Deno takes others"
  : "where you trust it, `deno run --frozen=false` adds it to deno.lock";

/** How the URL begins of a scenario that another machine sent. */
const SENT = "blob:";

/**
 * Imports a scenario file.
 *
 * @param file its path, or the URL under which an agent keeps what it was sent
 * @param signal stops waiting for an import that takes long; it cannot be undone
 * @throws {ScenarioError} when it is missing, does not parse, throws, or exports no scenario
 */
export async function loadScenario(file: string, signal?: AbortSignal): Promise<Scenario> {
  const url = file.startsWith(SENT) ? file : await urlOfFile(file);
  const imported = import(url).catch((cause) => {
    if (/lockfile is out of date|--cached-only is specified/.test(String(cause?.message))) {
      throw loadError(file, "it imports a package that deno.lock does not have", NOT_LOCKED, cause);
    }
    const lacked = lackedPermission(cause);
    const reason = lacked === undefined
      ? `${reasonOf(cause)}${locationIn(url, cause)}`
      : `it threw at import: ${lacked.problem}`;
    const hint = cause instanceof ScenarioError ? cause.hint : lacked?.hint;
    if (/\.[cm]?[jt]sx?$/.test(file) || file.startsWith(SENT)) {
      throw loadError(file, reason, hint, cause);
    }
    // What follows shows lines of a file that was never meant to be one.
    throw loadError(file, reason.split("\n")[0] ?? "", NO_MODULE, cause);
  });
  const exports = await (signal === undefined ? imported : untilStopped(imported, signal));
  if (exports.default === undefined) {
    const found = Object.keys(exports).join(", ") || "no exports at all";
    throw loadError(file, `it must have a default export: found ${found}`, NO_EXPORT);
  }
  return exports.default;
}

async function urlOfFile(file: string): Promise<string> {
  const path = resolve(file);
  const lacked = whyNotGranted({ name: "read", path });
  if (lacked !== undefined) throw loadError(file, lacked.problem, lacked.hint);
  const stat = await Deno.stat(path).catch((cause) => {
    throw loadError(file, `it cannot be opened: ${cause.message.split(",")[0]}`, NO_FILE, cause);
  });
  if (!stat.isFile) throw loadError(file, "it is no file", NO_MODULE);
  return pathToFileURL(path).href;
}

/** Waits for a promise; rejects with the signal's reason when that aborts before. */
async function untilStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function loadError(file: string, reason: string, hint?: string, cause?: unknown): ScenarioError {
  const what = file.startsWith(SENT) ? "the scenario" : `"${file}"`;
  return new ScenarioError(`Cannot load ${what} as ${reason}`, hint, { cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return `it threw at import: ${Deno.inspect(cause)}`;
  // A module that does not parse says so in its message; JSON.parse says it in the error's name.
  const isUnparsable = /^SyntaxError:|could not be parsed/.test(cause.message);
  return `it ${isUnparsable ? "does not parse" : "threw at import"}: ${cause.message.trim()}`;
}

/** Line and column of the first stack frame inside the file, unless the message has them. */
function locationIn(url: string, cause: unknown): string {
  if (!(cause instanceof Error) || cause.message.includes(url)) return "";
  const frame = cause.stack?.split("\n").find((line) => line.includes(url));
  const [, position] = frame?.slice(frame.indexOf(url)).match(/:(\d+:\d+)/) ?? [];
  return position === undefined ? "" : ` (line ${position.replace(":", ", column ")})`;
}
