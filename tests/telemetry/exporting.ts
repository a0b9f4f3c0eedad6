// Runs in a process of its own, as Deno reads at its start whether it exports: two seconds, and the end.
import { startOpenTelemetry } from "../../src/telemetry/open_telemetry.ts";
import { secondOf } from "./fixture.ts";

const { observe, stop } = await startOpenTelemetry("latency");
observe(secondOf({ operations: 1_000, errors: 3, inFlight: 42 }));
// Until the test has seen an export.
for await (const _ of Deno.stdin.readable) { /* nothing is said */ }
observe(secondOf({ operations: 500, dropped: 2 }));
await stop();
Deno.exit(3);
