// Runs in a process of its own, as Deno reads at its start whether it exports: two cases, and an end without a pause.
import { startSpans } from "../../src/telemetry/spans.ts";
import { resultOf } from "../result/fixture.ts";
import { CASES } from "./pages.ts";

const { observe, stop } = await startSpans("page");
observe({ type: "waiting", message: "for nothing" });
observe({ type: "measured", result: resultOf(CASES.slice(0, 1)) });
observe({ type: "measured", result: resultOf(CASES) });
observe({ type: "measured", result: resultOf(CASES) });
await stop();
Deno.exit(3);
