import { type Carrier, CarrierLost } from "./carrier.ts";

/** An agent that is silent is waited for this many milliseconds when nothing else is waited for. */
const PATIENCE = 10_000;

/** How often it is looked for, in milliseconds. */
const LOOK = 250;

/** A carrier that runs a case. */
export interface Watched {
  readonly carrier: Carrier;
  /** Settles when it has answered, or is lost. */
  readonly ended: Promise<unknown>;
}

/** Ends agents that are silent while only they are waited for: before the start at once, afterwards when all others have ended. */
export interface SilenceWatch {
  /** From now on, one that is silent carries its share, and is waited for only when the others have ended. */
  start(): void;
  end(): void;
}

/** Watches over carriers for their silence; Workers are never silent. */
export function watchSilence(
  watched: readonly Watched[],
  now: () => number = () => performance.now(),
): SilenceWatch {
  const running = new Set(watched.map(({ carrier }) => carrier));
  let hasStarted = false, waitsSince = now();
  for (const { carrier, ended } of watched) {
    const leave = () => {
      running.delete(carrier);
      waitsSince = now();
    };
    ended.then(leave, leave);
  }

  function look(): void {
    const silent = [...running].filter(({ silentSince }) => silentSince?.() !== undefined);
    if (hasStarted && silent.length < running.size) return;
    for (const { channel, silentSince } of silent) {
      const since = Math.max(waitsSince, silentSince?.() ?? Infinity);
      const waited = now() - since;
      if (waited < PATIENCE) continue;
      channel.end(new CarrierLost(`was silent for ${Math.floor(waited / 1_000)} s`));
    }
  }

  const timer = watched.some(({ carrier }) => carrier.silentSince !== undefined)
    ? setInterval(look, LOOK)
    : undefined;
  return {
    start() {
      hasStarted = true;
      waitsSince = now();
    },
    end: () => clearInterval(timer),
  };
}
