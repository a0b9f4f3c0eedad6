import { chooseCpuClock } from "../measure/thread_cpu.ts";
import { createTimes } from "../measure/times.ts";
import type { NetworkResult } from "../result/network.ts";
import { callAt } from "../runtime/call_at.ts";
import { createAgenda } from "./agenda.ts";
import type { CaseNetwork } from "../scenario/network.ts";
import { changesOf, conditionsAt, isResetAt } from "./conditions.ts";
import { drawFrom } from "./draw.ts";
import type { Traffic } from "./pipe.ts";
import { type Behind, startProxy } from "./proxy.ts";
import { createWakeUp } from "./wake_up.ts";

/** What can be done to the proxy of one node. */
export type ProxyAction = "stall" | "unstall" | "reset" | "refuse" | "accept";

/** The proxies of this thread, one in front of each node. */
export interface Proxies {
  readonly ports: readonly number[];
  /** Lets the network of a case begin; its stages wait for the clock. */
  begin(network: CaseNetwork): Promise<void>;
  /** Starts the case's clock. */
  startClock(): Promise<void>;
  /** Ends the network of the case, and says what it did: from now on, everything passes at once. */
  end(): Promise<NetworkResult>;
  /** Does something to the proxy of a node, counted from 1, until the case ends. */
  act(node: number, action: ProxyAction): Promise<void>;
  /** Undoes what was done to them, but for what the case's network does. */
  restore(): Promise<void>;
  /** Closes all ports and connections. May be called again. */
  close(): Promise<void>;
}

/** What was done to a node by name, and not by a stage. */
interface Acted {
  isStalled: boolean;
  isRefusing: boolean;
}

/** Starts a proxy in front of each node. */
export async function startProxies(nodes: readonly Behind[], seed: number): Promise<Proxies> {
  const agenda = createAgenda();
  const wakeUp = await createWakeUp((now) => agenda.run(now));
  const held = createTimes(), late = createTimes();
  const traffic: Traffic = {
    ...{ held: 0, bytes: 0, connections: 0 },
    note(came, due, now) {
      // A piece that was to pass at once waited for those before it.
      held.record(now - came);
      late.record(now - due);
    },
  };
  let drawn = 0;
  const draw = () => drawFrom(seed, drawn++);
  const shared = { agenda, wake: wakeUp.set, traffic, draw };
  const proxies = await Promise.all(nodes.map((node) => startProxy(node, shared)));
  const acted = proxies.map((): Acted => ({ isStalled: false, isRefusing: false }));
  const threadCpu = chooseCpuClock();
  let network: CaseNetwork = {};
  /** The instant of the case's clock at which the network last changed; `undefined` before the clock starts. */
  let reached: number | undefined;
  let closing: Promise<void> | undefined;
  let cancels: (() => void)[] = [];
  let start = { at: performance.now(), cpu: 0, spun: 0 };

  /** Brings all proxies to an instant of the case's clock. */
  async function apply(at: number | undefined): Promise<void> {
    reached = at;
    await Promise.all(proxies.map((proxy, index) => {
      if (at !== undefined && isResetAt(network, index + 1, at)) proxy.reset();
      return use(index);
    }));
  }

  /** Brings a proxy to what the case's network says of this instant, and what was done to it beside that. */
  async function use(index: number): Promise<void> {
    const [proxy, own] = [proxies[index]!, acted[index]!];
    const { way, isStalled, isRefusing } = conditionsAt(network, index + 1, reached);
    proxy.setWays(way);
    proxy.stall(isStalled || own.isStalled);
    await proxy.refuse(isRefusing || own.isRefusing);
  }

  function cancelStages(): void {
    for (const cancel of cancels) cancel();
    cancels = [];
  }

  async function restore(): Promise<void> {
    for (const [at, one] of acted.entries()) {
      one.isStalled = one.isRefusing = false;
      await use(at);
    }
  }

  async function close(): Promise<void> {
    cancelStages();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    wakeUp.end();
  }

  return {
    ports: proxies.map(({ port }) => port),
    async begin(next) {
      cancelStages();
      network = next;
      held.clear();
      late.clear();
      traffic.bytes = 0;
      traffic.connections = proxies.reduce((sum, proxy) => sum + proxy.open(), 0);
      start = { at: performance.now(), cpu: threadCpu(), spun: wakeUp.spun() };
      await apply(undefined);
    },
    async startClock() {
      const origin = performance.now();
      const later = changesOf(network).filter((at) => at > 0);
      cancels = later.map((at) => callAt(origin + at, () => void apply(at)));
      await apply(0);
    },
    async end() {
      const elapsed = performance.now() - start.at;
      const spinning = (wakeUp.spun() - start.spun) / elapsed;
      const cpu = (threadCpu() - start.cpu) / elapsed;
      const result = {
        ...{ held: held.summary(), late: late.summary(), bytes: traffic.bytes },
        ...{ connections: traffic.connections, cpu, spinning },
      };
      cancelStages();
      network = {};
      reached = undefined;
      await restore();
      return result;
    },
    async act(node, action) {
      const [proxy, own] = [proxies[node - 1]!, acted[node - 1]!];
      if (action === "reset") return proxy.reset();
      if (action === "stall" || action === "unstall") own.isStalled = action === "stall";
      else own.isRefusing = action === "refuse";
      await use(node - 1);
    },
    restore,
    close: () => closing ??= close(),
  };
}
