// A CQL server in a process of its own that is no limit: what is prepared is answered at once, with nothing done. Prints its port.
import { createDatabase } from "../../src/embedded/database.ts";
import { countHeld } from "../../src/embedded/connection/held.ts";
import { serve } from "../../src/embedded/connection/serve.ts";

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr;
const nothing = { kind: "void" } as const;
const database = { ...createDatabase(port), execute: () => nothing };
const state = {
  ...{
    database,
    held: countHeld(),
    schemaListeners: new Set<() => void>(),
    serviceTime: undefined,
  },
};

Deno.stdout.writeSync(new TextEncoder().encode(`${port}\n`));
for await (const socket of listener) {
  socket.setNoDelay(true);
  serve(socket, state);
}
