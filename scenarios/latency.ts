/** Does a pool hide latency? 1,000 creates, one at a time and 100 at a time, as the wire slows. */
import { model, scenario } from "@cassbench/cassbench";

const User = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

export default scenario({
  name: "latency",
  models: [User],
  latency: [0, 1, 5, 10, 100],
  poolSizes: [1, 100],
  operations: 1_000,
  input: ({ faker }) => ({
    user_id: faker.string.uuid(),
    first_name: faker.person.firstName(),
    last_name: faker.person.lastName(),
  }),
  operation: (session, user) => session.create(User, user),
});
