import type { NodeConfiguration } from "./configuration.ts";

/** What Cassandra runs on. */
export type EngineKind = "java" | "docker" | "podman";

/** A way to run Cassandra on this machine. */
export interface Engine {
  readonly kind: EngineKind;
  /** Downloads what is missing, once. @throws {TargetError} where that fails */
  prepare(progress: StartProgress): Promise<void>;
  /** Writes what the node needs into its folder; returns the command for \`supervise\` that runs it. */
  nodeCommand(node: NodeConfiguration): Promise<string[]>;
}

/** How a long step is told about, and stopped. */
export interface StartProgress {
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}
