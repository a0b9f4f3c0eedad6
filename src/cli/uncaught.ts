import { messageOf } from "../errors.ts";
import type { Result } from "../result/document.ts";
import { formatCounted } from "../result/format.ts";
import { printError } from "./terminal.ts";

let count = 0;
let first = "";

/**
 * Keeps errors that nothing catches from ending the process: those of a timer or an emitter, and of promises that nothing
 * waits for. They are counted, as an operation may seem to succeed although a part of it failed.
 */
export function countUncaught(): void {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    note("an error that nothing caught", event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    note("a promise that nothing waited for failed", event.reason);
  });
}

function note(what: string, error: unknown): void {
  count++;
  if (count > 1) return;
  first = describe(error);
  printError(`warning: ${what}: ${first}`);
}

function describe(error: unknown): string {
  try {
    return messageOf(error);
  } catch {
    return "what was thrown cannot be shown";
  }
}

/** The result with a warning of the errors that nothing has caught so far. */
export function withUncaught(result: Result): Result {
  if (count === 0) return result;
  const warning = {
    code: "uncaught",
    message: `${formatCounted(count, "error")} of no operation, as nothing caught or awaited ` +
      `${count === 1 ? "it" : "them"}; the first: ${first}`,
    advice: "await all that an operation starts, so that its failure counts as the operation's",
  };
  return { ...result, warnings: [...result.warnings, warning] };
}
