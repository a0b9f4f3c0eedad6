import { PLACES_END, placesOf } from "../../engine/pool/in_step.ts";
import type { BaseShare, LoadNews, ReachedPlace } from "./carrier.ts";

/**
 * How often a carrier tells where its threads are, in milliseconds: seldom while nothing depends on it. A thread may be
 * ahead of another by a number of operations, so what is told late holds all of them up.
 */
const TELL = { counted: 10, otherwise: 50 };

/** Places that are heard are gathered for so many milliseconds before they are passed on, and all of them again now and then, as some can be lost. */
const PASS_ON = { gathered: 5, all: 500 };

/** Where the threads of a case are that share no memory with this one's. */
export interface Places {
  readonly reached: BaseShare["reached"];
  hear(heard: readonly ReachedPlace[]): void;
  /** The places that have changed since the last time, but for those that were heard. */
  takeNew(): ReachedPlace[];
  /** Whether an input of any thread has asked for counts, so that threads wait for each other. */
  isCounted(): boolean;
}

/** Opens the places of so many threads; there are none of a thread that is alone. */
export function openPlaces(workers: number, shared: BaseShare["reached"]): Places {
  const reached = shared ?? (workers === 1 ? undefined : placesOf(workers));
  const known = new Int32Array(workers);
  return {
    reached,
    hear(heard) {
      if (reached === undefined) return;
      for (const [worker, index] of heard) {
        if (worker < workers) Atomics.store(reached, worker, known[worker] = index);
      }
      Atomics.store(reached, workers, 1);
    },
    takeNew() {
      const changed: ReachedPlace[] = [];
      for (let worker = 0; worker < workers; worker++) {
        const index = reached === undefined ? 0 : Atomics.load(reached, worker);
        if (index !== known[worker]) changed.push([worker, known[worker] = index]);
      }
      return changed;
    },
    isCounted: () => reached !== undefined && Atomics.load(reached, workers) === 1,
  };
}

/**
 * Tells every now and then where the threads of this carrier are.
 *
 * @returns a function that tells it a last time
 */
export function tellPlaces(places: Places, tell: (news: LoadNews) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;

  function tellNew(): void {
    if (!places.isCounted()) return;
    const changed = places.takeNew();
    if (changed.length > 0) tell({ kind: "reached", places: changed });
  }

  function wait(): void {
    const pause = places.isCounted() ? TELL.counted : TELL.otherwise;
    timer = setTimeout(() => {
      tellNew();
      wait();
    }, pause);
  }

  wait();
  return () => {
    clearTimeout(timer);
    tellNew();
  };
}

/** Passes on to all carriers where the threads of each are. */
export interface Relay {
  /** Passes on what a carrier has told, some milliseconds later. */
  hear(places: readonly ReachedPlace[]): void;
  /** Nobody is to wait for these threads any longer. */
  release(first: number, threads: number): void;
  end(): void;
}

/** Makes a relay between carriers that share no memory. */
export function createRelay(passOn: (places: readonly ReachedPlace[]) => void): Relay {
  const all = new Map<number, number>();
  let fresh = new Map<number, number>();
  let isUsed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = setInterval(() => {
    if (isUsed) passOn([...all]);
  }, PASS_ON.all);

  function pass(): void {
    timer = undefined;
    passOn([...fresh]);
    fresh = new Map();
  }

  function note(places: readonly ReachedPlace[]): void {
    for (const [worker, index] of places) {
      all.set(worker, index);
      fresh.set(worker, index);
    }
    if (isUsed) timer ??= setTimeout(pass, PASS_ON.gathered);
  }

  return {
    hear(places) {
      isUsed = true;
      note(places);
    },
    release(first, threads) {
      note(Array.from({ length: threads }, (_, at) => [first + at, PLACES_END]));
    },
    end() {
      clearTimeout(timer);
      clearInterval(again);
    },
  };
}
