/** scenarios/latency.ts, which also tells on standard output when an operation was answered. */
import { type Scenario, scenario } from "@cassbench/cassbench";
import latency from "../../scenarios/latency.ts";
import type { User } from "./users.ts";

const { mix: _, steps: _s, operation, ...others } = latency as Scenario<User>;

export default scenario({
  ...others,
  async operation(session, input: User, parameters, tasks) {
    await operation?.(session, input, parameters, tasks);
    const line = `answered at ${Date.now()}\n`;
    Deno.stdout.writeSync(new TextEncoder().encode(line));
  },
});
