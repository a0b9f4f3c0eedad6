import type { Scenario } from "./scenario.ts";
import type { FullSettings, Parameters } from "./settings.ts";

/** One combination to run. */
export interface Case {
  /** Its coordinates. */
  readonly parameters: Parameters;
  /** Counts its repetitions from 1. */
  readonly repetition: number;
}

/** A scenario with every default and override in place, multiplied out. */
export interface Plan {
  readonly scenario: Scenario;
  readonly settings: FullSettings;
  /** Whether the scenario or the overrides ask for a warm-up; the default one is also bounded by operations. */
  readonly isWarmupAsked: boolean;
  readonly cases: readonly Case[];
}
