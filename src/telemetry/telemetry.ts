import type { Progress } from "../run/options.ts";

/** Tells others about a run while it runs; nothing that goes wrong in it reaches the run. */
export interface Telemetry {
  observe(progress: Progress): void;
  stop(): Promise<void>;
}
