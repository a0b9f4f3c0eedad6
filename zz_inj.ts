import { run, scenario, model } from "./mod.ts";
const User = model("user", { user_id: "uuid", first_name: "text", last_name: "text" }, ["user_id"]);
const s = scenario({ name: "x", models: [User], latency: [1], poolSizes: [1,100], operations: 1000, matrix: { rep: [1,2,3,4,5,6,7,8] }, input: ({ faker }) => ({ user_id: faker.string.uuid(), first_name: faker.person.firstName(), last_name: faker.person.lastName() }), operation: (s, u) => s.create(User, u) });
const r = await run(s, Deno.args[0] ? { target: { contactPoints: [Deno.args[0]] } } : {});
for (const p of [1,100]) { const c = r.cases.filter((c) => c.parameters.poolSize === p); console.log(p, "p50 inj", c.map((c) => c.injectedLatency!.p50.toFixed(3)).join(" "), "| ops/s", c.map(c=>Math.round(c.throughput)).join(" "), "| cpu", c.map(c=>c.client.cpu.toFixed(2)).join(" ")); }
Deno.exit();
