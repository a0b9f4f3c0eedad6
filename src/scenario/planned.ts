import type { Scenario } from "./scenario.ts";
import type { FullSettings, Parameters } from "./settings.ts";
import type { Step } from "./steps.ts";

/** One combination of the axes to run. */
export interface Case {
  /** Its coordinates. */
  readonly parameters: Parameters;
  /** The number of its repetition, from 1. */
  readonly repetition: number;
  /**
   * What fills the tables runs like a case, by a plan of its own. A step of a search is one that ends early when it cannot
   * hold its thresholds any more.
   */
  readonly phase?: "populate" | "search";
}

/** Where a load ends: at whichever comes first. A bound that it does not have is infinite. */
export interface Extent {
  readonly operations: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** A scenario with all its settings, and the cases that they make. */
export interface Plan {
  readonly scenario: Scenario;
  /** The steps of the scenario's page, in the order in which they are written; empty without a page. */
  readonly steps: readonly Step[];
  readonly settings: FullSettings;
  /** Where each thread's warm-up before a case ends; an open load's warm-up goes by the duration alone. */
  readonly warmup: Extent;
  readonly cases: readonly Case[];
  /**
   * What the load is for, where it is not the one that is measured. What fills the tables goes on past its schedule's end
   * until all is sent; what runs in the background goes on until it is stopped.
   */
  readonly purpose?: "populate" | "background";
  /** Where the scenario has this load: `populate.`, `loads.reports.`; absent for the one that is measured. */
  readonly place?: string;
  /** The run's seed, where the load has one of its own. */
  readonly runSeed?: number;
}
