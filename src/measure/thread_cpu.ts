import process from "node:process";

/** Here Linux says for how many nanoseconds a thread has run. Its other clock goes in steps of 10 ms. */
const SCHEDSTAT = "/proc/thread-self/schedstat";

/** Chooses the finest clock there is of this thread's processor time, in milliseconds. */
export function chooseCpuClock(): () => number {
  // Without the permission, reading would ask the user for it.
  const { state } = Deno.permissions.querySync({ name: "read", path: SCHEDSTAT });
  try {
    if (state !== "granted") return readUsage;
    readSchedstat();
    return readSchedstat;
  } catch {
    return readUsage;
  }
}

function readSchedstat(): number {
  return Number.parseInt(Deno.readTextFileSync(SCHEDSTAT)) / 1e6;
}

function readUsage(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
