import { connect, createServer, type Server, type Socket } from "node:net";
import type { Agenda } from "./agenda.ts";
import { createPipe, type Pipe, type PipeOptions, type Traffic, type Way } from "./pipe.ts";
import { CLEAR, type WayConditions } from "./shaping.ts";

/** Proxies listen here: nobody else can reach them. */
export const PROXY_HOST = "127.0.0.1";

/** Milliseconds between two attempts to listen on a port again that another program has taken meanwhile. */
const LISTEN_AGAIN = 50;

/** Where a proxy connects to. */
export interface Behind {
  readonly host: string;
  readonly port: number;
}

/** What a proxy has in common with the others. */
export interface Shared {
  readonly agenda: Agenda;
  /** Lets the agenda run at an instant. */
  readonly wake: (due: number) => void;
  readonly traffic: Traffic;
  /** Makes the numbers by which a direction of the next connection jitters. */
  readonly draw: () => () => number;
}

/** A TCP proxy in front of one node. It knows nothing of what it carries. */
export interface Proxy {
  readonly port: number;
  /** What each direction goes through from now on. What is under way keeps its time. */
  setWays(conditions: WayConditions): void;
  /** Whether nothing passes; connections stay open, and new ones are taken. What waits passes afterwards. */
  stall(isStalled: boolean): void;
  /** Resets all connections, on both sides. What is under way on them is lost. */
  reset(): void;
  /** Whether new connections are refused. */
  refuse(isRefusing: boolean): Promise<void>;
  /** How many connections are open. */
  open(): number;
  /** Closes the port and all connections. */
  close(): Promise<void>;
}

/** Starts a proxy on a free port. */
export async function startProxy(behind: Behind, shared: Shared): Promise<Proxy> {
  const toNode: Way = { conditions: CLEAR, link: { freeAt: -Infinity } };
  const toClient: Way = { conditions: CLEAR, link: { freeAt: -Infinity } };
  const connections = new Set<Connection>();
  let server = createListener();
  await listenOn(server, 0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  let openSince = -Infinity;
  let isRefusing = false, isClosed = false;

  function createListener(): Server {
    const options = { allowHalfOpen: true, pauseOnConnect: true, noDelay: true };
    return createServer(options, accept).on("error", () => {});
  }

  function accept(client: Socket): void {
    if (isClosed) return void client.resetAndDestroy();
    const node = connect({ ...behind, allowHalfOpen: true, noDelay: true });
    const options = { ...shared, openSince: () => openSince };
    const connection = join(client, node, toNode, toClient, options);
    connections.add(connection);
    shared.traffic.connections++;
    connection.closed.then(() => connections.delete(connection));
  }

  async function listenAgain(): Promise<void> {
    while (!isRefusing && !isClosed) {
      server = createListener();
      if (await listenOn(server, port).then(() => true, () => false)) return;
      await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN));
    }
  }

  return {
    port,
    setWays(conditions) {
      toNode.conditions = toClient.conditions = conditions;
    },
    stall(stalled) {
      if (stalled === (openSince === Infinity)) return;
      openSince = stalled ? Infinity : performance.now();
      if (!stalled) { for (const connection of connections) connection.passOn(); }
    },
    reset() {
      for (const connection of connections) connection.reset();
    },
    async refuse(refusing) {
      if (refusing === isRefusing) return;
      isRefusing = refusing;
      if (refusing) server.close();
      else await listenAgain();
    },
    open: () => connections.size,
    async close() {
      isClosed = true;
      if (!isRefusing) server.close();
      for (const connection of connections) connection.reset();
      await Promise.all([...connections].map(({ closed }) => closed));
    },
  };
}

/** A connection of a client, and that to the node. */
interface Connection {
  /** Resolves when both are closed. */
  readonly closed: Promise<unknown>;
  /** Passes what waits. */
  passOn(): void;
  reset(): void;
}

function join(
  client: Socket,
  node: Socket,
  toNode: Way,
  toClient: Way,
  shared: Shared & Pick<PipeOptions, "openSince">,
): Connection {
  const { agenda, wake, traffic, draw, openSince } = shared;
  const pipes = [carry(client, node, toNode), carry(node, client, toClient)];

  function carry(from: Socket, to: Socket, way: Way): { pipe: Pipe; passOn(): void } {
    let isWaiting = false;
    function pass(now: number): number | undefined {
      const due = pipe.pass(now);
      isWaiting = due !== undefined;
      return due;
    }
    function wait(due: number): void {
      if (isWaiting) return;
      isWaiting = true;
      agenda.add(due, pass);
      wake(due);
    }
    const pipe = createPipe(from, to, { way, traffic, random: draw(), openSince, wait });
    return { pipe, passOn: () => wait(performance.now()) };
  }

  function reset(): void {
    client.resetAndDestroy();
    node.resetAndDestroy();
  }

  const closed = Promise.all([client, node].map(closeOf)).then(() => {
    for (const { pipe } of pipes) pipe.drop();
  });
  client.resume();
  return {
    closed,
    passOn() {
      for (const { passOn } of pipes) passOn();
    },
    reset,
  };
}

function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on("close", () => resolve()));
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, PROXY_HOST, () => resolve());
  });
}
