import { setImmediate } from "node:timers";
import { assertGranted, isGranted } from "./permissions.ts";

/** For how many milliseconds the event loop may turn without a look at its sockets. */
const LOOK_EVERY = 0.1;

/** Where there is more time than this, in milliseconds, every turn looks: a look takes half of it. */
const ROOM = 0.04;

/** So many idle looks are timed, of which the shortest counts. */
const TIMED = 20;

/** Both ends of a connection of this thread to itself. */
interface Pair {
  readonly near: Deno.Conn;
  readonly far: Deno.Conn;
  /** Milliseconds of a turn that did nothing but look. */
  readonly idle: number;
}

const SENT = new Uint8Array(1);
/** It has more room than comes, as a read that fills it does not tell that there is no more. */
const RECEIVED = new Uint8Array(8);

let pair: Pair | undefined;
let lookedAt = 0;
/** The look that is under way. Others share it, as one read takes all bytes that have come. */
let looking: Promise<void> | undefined;

/**
 * Makes the turns of this thread's event loop look at its sockets, also while it spins. To be called once by who opens
 * sockets; where there can be no such connection, nothing changes.
 *
 * Deno looks at its sockets when it has nothing else to do, or once in 61 turns. A loop that spins always has something to
 * do, so answers would lie unread for 61 turns: at high rates, for milliseconds. So every now and then a turn waits for a
 * byte that the thread has sent to itself, and finds what else has come.
 *
 * @returns a function that ends it
 */
export async function lookAtSockets(): Promise<() => void> {
  try {
    const [near, far] = await connectToSelf();
    let idle = Infinity;
    for (let turn = 0; turn < TIMED; turn++) {
      const before = performance.now();
      await look({ near, far });
      idle = Math.min(idle, performance.now() - before);
    }
    pair = { near, far, idle };
    return () => {
      if (pair?.near === near) pair = undefined;
      near.close();
      far.close();
    };
  } catch {
    return () => {};
  }
}

/**
 * Calls back in the next turn of the event loop, with the milliseconds that the turn takes if it has nothing to do; 0 where
 * that is next to nothing.
 *
 * @param left milliseconds until there is something to do
 */
export function nextTurn(left: number, callback: (idle: number) => void): void {
  const now = performance.now();
  if (pair === undefined || (left < ROOM && now - lookedAt < LOOK_EVERY)) {
    setImmediate(callback, 0);
    return;
  }
  lookedAt = now;
  const { idle } = pair;
  looking ??= look(pair).finally(() => looking = undefined);
  looking.then(() => callback(idle), () => setImmediate(callback, 0));
}

async function look({ near, far }: Pick<Pair, "near" | "far">): Promise<void> {
  const [read] = await Promise.all([far.read(RECEIVED), near.write(SENT)]);
  if (read === null) throw new Error("the connection to itself is closed");
}

async function connectToSelf(): Promise<[Deno.Conn, Deno.Conn]> {
  // A socket in a folder takes half of the time of one in the network, and needs the right to write there.
  return await (isGranted({ name: "write" }) ? connectInFolder() : connectInNetwork());
}

async function connectInNetwork(): Promise<[Deno.Conn, Deno.Conn]> {
  const hostname = "127.0.0.1";
  assertGranted({ name: "net", host: hostname });
  using listener = Deno.listen({ hostname, port: 0 });
  const { port } = listener.addr;
  const ends = await Promise.all([Deno.connect({ hostname, port }), listener.accept()]);
  for (const end of ends) end.setNoDelay(true);
  const [near, far] = ends;
  if ((near.localAddr as Deno.NetAddr).port === (far.remoteAddr as Deno.NetAddr).port) return ends;
  for (const end of ends) end.close();
  throw new Error("another program has connected");
}

async function connectInFolder(): Promise<[Deno.Conn, Deno.Conn]> {
  const folder = await Deno.makeTempDir({ prefix: "cassbench-" });
  try {
    const path = `${folder}/self`;
    using listener = Deno.listen({ transport: "unix", path });
    return await Promise.all([Deno.connect({ transport: "unix", path }), listener.accept()]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
