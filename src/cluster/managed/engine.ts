import type { NodeConfiguration } from "./configuration.ts";

/** What Cassandra can run on. */
export type EngineKind = "java" | "docker" | "podman";

/** A way to run Cassandra on this machine. */
export interface Engine {
  readonly kind: EngineKind;
  /**
   * Downloads Cassandra unless it is there already.
   *
   * @throws {TargetError} where that fails
   */
  prepare(progress: StartProgress): Promise<void>;
  /** Writes what the node needs into its folder, and returns the command that runs it, for `supervise`. */
  nodeCommand(node: NodeConfiguration): Promise<string[]>;
}

/** How to follow a step that takes seconds, and how to stop it. */
export interface StartProgress {
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}
