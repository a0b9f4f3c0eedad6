/** scenarios/latency.ts, which also tells on standard output when an operation was answered. */
import { scenario } from "@cassbench/cassbench";
import latency from "../../scenarios/latency.ts";

export default scenario({
  ...latency,
  async operation(session, input: Parameters<typeof latency.operation>[1], parameters) {
    await latency.operation(session, input, parameters);
    const line = `answered at ${Date.now()}\n`;
    Deno.stdout.writeSync(new TextEncoder().encode(line));
  },
});
