/** What does it cost when one of three nodes hangs, dies and comes back? For --cassandra --nodes 3. */
import { model, scenario } from "@cassbench/cassbench";

const Order = model("failover_order", { order_id: "uuid", item: "text" }, ["order_id"]);

export default scenario({
  name: "failover",
  models: [Order],
  client: ["driver", "wire"],
  poolSizes: [50],
  // Two of three replicas must answer, so one node can be spared.
  consistency: "localQuorum",
  duration: 50_000,
  warmup: 10_000,
  // Without it, what a node that hangs does not answer is waited for as long as a minute.
  timeout: 2_000,
  events: [
    { at: 10_000, node: 2, do: "stop" },
    { at: 15_000, node: 2, do: "continue" },
    { at: 25_000, node: 3, do: "kill" },
    { at: 35_000, node: 3, do: "restart" },
  ],
  input: ({ faker }) => ({ order_id: faker.string.uuid(), item: faker.commerce.product() }),
  operation: (session, order) => session.create(Order, order),
});
