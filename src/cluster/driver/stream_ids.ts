/** How many there are: twice as many as the driver has requests in flight on one connection. */
const IDS = 4_096;

/** Hands out the numbers of the requests on a connection, in place of the driver's own stack. */
export interface DriverStreamIds {
  readonly inUse: number;
  /** How many numbers have come back so far: one with each answer. */
  readonly returned: number;
  /** A free number; `null` where there is none. */
  pop(): number | null;
  push(id: number): void;
  clear(): void;
  setVersion(version: number): void;
}

/**
 * Makes stream ids of which the one that was free the longest comes next. The driver takes the one that was freed last, so
 * that a second answer to a request passes for the answer to the next one; here it finds no request.
 */
export function createStreamIds(): DriverStreamIds {
  const free = Int16Array.from({ length: IDS }, (_, id) => id);
  let taken = 0;
  let returned = 0;
  return {
    get inUse() {
      return taken - returned;
    },
    get returned() {
      return returned;
    },
    pop: () => taken - returned === IDS ? null : free[taken++ % IDS]!,
    push(id) {
      free[returned++ % IDS] = id;
    },
    clear() {},
    setVersion() {},
  };
}
