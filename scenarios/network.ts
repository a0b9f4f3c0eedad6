/** Does a millisecond on the wire cost what a millisecond in the client costs? The same creates, with 1 ms injected here and there. */
import { model, scenario } from "@cassbench/cassbench";

const User = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

export default scenario({
  name: "network",
  models: [User],
  latency: [0, 1],
  network: { latency: [0, 1] },
  poolSizes: [1, 100],
  operations: 1_000,
  input: ({ faker }) => ({
    user_id: faker.string.uuid(),
    first_name: faker.person.firstName(),
    last_name: faker.person.lastName(),
  }),
  operation: (session, user) => session.create(User, user),
});
