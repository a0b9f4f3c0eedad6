import type { Scenario } from "./scenario.ts";
import type { FullSettings, Parameters } from "./settings.ts";

/** One combination of the axes to run. */
export interface Case {
  /** Its coordinates. */
  readonly parameters: Parameters;
  /** The number of its repetition, from 1. */
  readonly repetition: number;
}

/** A scenario with all its settings, and the cases that they make. */
export interface Plan {
  readonly scenario: Scenario;
  readonly settings: FullSettings;
  /** Whether the scenario or an override sets `warmup`; the default one also ends after 1,000 operations. */
  readonly isWarmupAsked: boolean;
  readonly cases: readonly Case[];
}
