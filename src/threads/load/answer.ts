import { TargetError } from "../../errors.ts";
import type { EarlyEnd } from "../../result/case.ts";
import type { LoadCalls, LoadNews } from "./carrier.ts";
import { openPlaces, type Places, tellPlaces } from "./places.ts";
import type { LoadThreads } from "./threads.ts";
import { createStarting, type Starting } from "./wait_for_start.ts";

/** What a carrier answers its calls with. */
export interface Answering {
  /** The threads that carry its shares; `undefined` while they are not open. */
  readonly threads: () => LoadThreads | undefined;
  /** Tells the asking side something. */
  readonly tell: (news: LoadNews) => void;
  /** Aborts the signal that the threads were opened with. */
  readonly stop: () => void;
}

/** Answers what a carrier is asked, by its threads. */
export function answerWith({ threads, tell, stop }: Answering): LoadCalls {
  let endEarly: ((why: EarlyEnd) => void) | undefined;
  let starting: Starting | undefined;
  let places: Places | undefined;

  return {
    async run({ next, first, workers, room, ...shared }) {
      const open = threads();
      if (open === undefined) throw new TargetError("Cannot run a case as no scenario is open");
      starting = createStarting();
      const { wait } = starting;
      endEarly = undefined;
      places = openPlaces(workers, shared.reached);
      const end = shared.reached === undefined ? tellPlaces(places, tell) : () => {};
      try {
        return await open.run(next, {
          async onReady() {
            tell({ kind: "ready" });
            await wait();
          },
          onStarted: (end) => endEarly = end,
          onEarlyEnd: (why) => tell({ kind: "earlyEnd", why }),
          onProgress: (done, elapsed, errors) => tell({ kind: "progress", done, elapsed, errors }),
          onSecond: (second) => tell({ kind: "second", second }),
          room,
        }, { first, workers, reached: places.reached });
      } finally {
        end();
      }
    },
    reached: (heard) => places?.hear(heard),
    start: (at) => starting?.start(at),
    endEarly: (why) => endEarly?.(why),
    written: async () => await threads()?.written() ?? [],
    stop() {
      stop();
      starting?.start();
    },
    close: async () => await threads()?.close(),
  };
}
