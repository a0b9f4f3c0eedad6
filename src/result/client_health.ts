/** How busy the client itself was during a case. */
export interface ClientHealth {
  /** Share of one core that the event loop's thread used; of several workers, the busiest. */
  readonly cpu: number;
  /** The part of `cpu` that waited for the next instant by spinning, and so was free. */
  readonly spinning: number;
  /** Milliseconds of CPU time that all threads of the load took together, without waiting by spinning. Documents from before it was measured lack it. */
  readonly cpuTime?: number;
  /** How late a timer of every 100 ms fired; `null` for a case shorter than that. */
  readonly eventLoopLag:
    | {
      readonly p50: number;
      readonly p99: number;
      readonly max: number;
      /** How often it was 10 ms late or more. */
      readonly stalls: number;
    }
    | null;
  /** Inputs that an open load made when they were needed, as they are dearer than the rate allows; absent without any. */
  readonly lateInputs?: LateInputs;
  /** Operations in flight. */
  readonly pool: PoolUse;
  /** The driver's connections. */
  readonly driver: DriverUse;
}

/** Inputs that were not ready when their operations were to be sent. */
export interface LateInputs {
  /** How many. */
  readonly count: number;
  /** How long making them took, in milliseconds of the thread; of several threads, the most. */
  readonly time: number;
}

/** How full the pool was. */
export interface PoolUse {
  /** Operations in flight, on average over time. */
  readonly mean: number;
  /** The most at once. */
  readonly max: number;
  /** Share of the time in which no more could be sent. */
  readonly full: number;
}

/** How full the driver's connections were. */
export interface DriverUse {
  /** The most requests in flight on one connection, as seen ten times a second. */
  readonly inFlight: number;
  /** How many one connection takes; past it the driver refuses requests. */
  readonly limit: number;
}
