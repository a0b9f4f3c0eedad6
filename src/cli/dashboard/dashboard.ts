import { TargetError } from "../../errors.ts";
import { openChannel } from "../../runtime/channel.ts";
import { requirePermission } from "../../runtime/permissions.ts";
import type { Telemetry } from "../../telemetry/telemetry.ts";
import type { DashboardCalls } from "./worker.ts";

/** Where a person watches a run in a browser. */
export interface Dashboard extends Telemetry {
  /** The address, which nobody can guess. */
  readonly address: string;
}

/** How many bytes of chance the address holds. */
const TOKEN_BYTES = 18;

/** How the thread ended, should it end before the run. */
const ENDED = new TargetError("The dashboard has ended");

/**
 * Serves the page of a run on this machine while it goes on, in a thread of its own. Port 0 is any free one.
 *
 * @throws {TargetError} when the port cannot be had
 */
export async function startDashboard(port: number, scenario: string): Promise<Dashboard> {
  const cannot = `Cannot serve the dashboard on port ${port} of 127.0.0.1`;
  requirePermission({ name: "net", host: `127.0.0.1:${port}` }, cannot);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const thread = openChannel<DashboardCalls>(
    worker,
    (message) => new TargetError(`${cannot}: ${message}`),
  );
  const token = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toBase64({
    alphabet: "base64url",
  });
  const started = await thread.ask("start", { port, scenario, token });
  if ("why" in started) {
    thread.end(ENDED);
    throw new TargetError(
      `${cannot}: ${started.why}`,
      "pass another port to --dashboard; without one it takes any that is free",
    );
  }
  return {
    address: `http://127.0.0.1:${started.port}/${token}/`,
    // What goes wrong with the dashboard is no matter of the run.
    observe: (progress) => void thread.ask("observe", progress).catch(() => {}),
    async stop() {
      await thread.ask("stop").catch(() => {});
      thread.end(ENDED);
    },
  };
}
