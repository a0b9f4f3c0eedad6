import { TargetError } from "../../errors.ts";
import { visible } from "../../result/format.ts";
import { beat, BEAT_EVERY, type Beats, type BeatsOptions, listenToBeats } from "./beats.ts";
import { type Group, unlessBack } from "./group.ts";
import { SUBJECTS } from "./names.ts";

/** Milliseconds after which a coordinator that is not heard counts as dead. */
const PATIENCE = 10_000;

/** Where the bucket of a group says who has the group. */
const KEY = "coordinator";

/** The coordinator that has a group. */
export interface GroupHolder {
  /** The run for which it has the group. */
  readonly run: string;
  readonly host: string;
  readonly pid: number;
  /** Since when, in ISO 8601. */
  readonly since: string;
}

/** A group that this process has. */
export interface GroupLock {
  /** Resolves with who took the group over, as this process was not heard for too long. */
  readonly lost: Promise<GroupHolder>;
  release(): Promise<void>;
}

/** How a group is taken. */
export interface LockOptions extends Partial<BeatsOptions<GroupHolder>> {
  /** Is told whose silence is waited for before the group is taken over. */
  readonly onWait?: (holder: GroupHolder) => unknown;
}

/**
 * Takes a group for a run of this process. A coordinator that has it and is not heard any longer is waited for, and then the group is taken
 * over.
 *
 * @throws {TargetError} where a coordinator that is heard has it
 */
export async function takeGroup(
  group: Group,
  holder: GroupHolder,
  signal: AbortSignal,
  options: LockOptions = {},
): Promise<GroupLock> {
  const { run } = holder;
  const { every = BEAT_EVERY } = options;
  let revision = await take(group, holder, signal, options);
  const lost = Promise.withResolvers<GroupHolder>();
  const beating = beat(group, SUBJECTS.beats(group.name, "coordinator", run), () => holder, every);

  async function renew(): Promise<void> {
    if (!group.isConnected()) return;
    try {
      const updating = group.bucket.update(KEY, JSON.stringify(holder), revision);
      revision = await unlessBack(group, updating);
    } catch {
      await unlessBack(group, group.ensure().then(lookWhose)).catch(() => {});
    }
  }

  /** NATS may have been started with nothing, or have renewed it without that we heard of it. */
  async function lookWhose(): Promise<void> {
    const found = await readHolder(group);
    if (found === undefined) revision = await group.bucket.create(KEY, JSON.stringify(holder));
    else if (found.holder.run === run) revision = found.revision;
    else end(() => lost.resolve(found.holder));
  }

  let renewing: Promise<void> | undefined;
  const timer = setInterval(() => {
    renewing ??= renew().finally(() => renewing = undefined);
  }, every);
  function end(then: () => void): void {
    clearInterval(timer);
    beating.end();
    then();
  }
  return {
    lost: lost.promise,
    async release() {
      end(() => {});
      await renewing;
      if (group.isConnected()) {
        await group.bucket.delete(KEY, { previousSeq: revision }).catch(() => {});
      }
    },
  };
}

async function take(
  group: Group,
  holder: GroupHolder,
  signal: AbortSignal,
  options: LockOptions,
): Promise<number> {
  const text = JSON.stringify(holder);
  for (;;) {
    signal.throwIfAborted();
    const found = await readHolder(group);
    try {
      if (found === undefined) return await group.bucket.create(KEY, text);
      options.onWait?.(found.holder);
      await untilSilent(group, found.holder, signal, options);
      return await group.bucket.update(KEY, text, found.revision);
    } catch (error) {
      // Somebody else was faster.
      if (!/wrong last sequence/i.test(String(error))) throw error;
    }
  }
}

/** Resolves once a coordinator was not heard for too long, or has gone, and rejects when it is heard. */
async function untilSilent(
  group: Group,
  holder: GroupHolder,
  signal: AbortSignal,
  options: LockOptions,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  const subject = SUBJECTS.beats(group.name, "coordinator", holder.run);
  const heard = group.nats.subscribe(subject, {
    callback: (_, { data }) => data.length === 0 ? resolve() : reject(isTaken(group, holder)),
  });
  const beats = listenToBeats<GroupHolder>(group, subject, {
    ...{ patience: PATIENCE, ...options },
    expected: { [holder.run]: holder },
    onChange: (change) => change === "silent" && resolve(),
  });
  try {
    await promise;
  } finally {
    signal.removeEventListener("abort", stop);
    heard.unsubscribe();
    beats.close();
  }
}

function isTaken(group: Group, { host, pid, since }: GroupHolder): TargetError {
  return new TargetError(
    `Cannot take group "${group.name}" as a coordinator on ${visible(host)} (process ${pid}) has ` +
      `it since ${visible(since)}`,
    "wait until its run ends, or name another group: --group NAME",
  );
}

/** Listens to the coordinator of a group. */
export function watchCoordinator(
  group: Group,
  options: Partial<BeatsOptions<GroupHolder>> = {},
): Beats<GroupHolder> {
  const subject = SUBJECTS.beats(group.name, "coordinator", "*");
  return listenToBeats(group, subject, { patience: PATIENCE, ...options });
}

async function readHolder(
  group: Group,
): Promise<{ readonly holder: GroupHolder; readonly revision: number } | undefined> {
  const entry = await group.bucket.get(KEY);
  if (entry === null || entry.operation !== "PUT") return undefined;
  return { holder: entry.json<GroupHolder>(), revision: entry.revision };
}
