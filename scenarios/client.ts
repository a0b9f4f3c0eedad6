/** What does the driver cost? The same creates by npm:cassandra-driver and by cassbench's lean client. */
import { model, scenario } from "@cassbench/cassbench";

const User = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

export default scenario({
  name: "client",
  models: [User],
  client: ["driver", "wire"],
  poolSizes: [1, 100],
  operations: 50_000,
  input: ({ faker }) => ({
    user_id: faker.string.uuid(),
    first_name: faker.person.firstName(),
    last_name: faker.person.lastName(),
  }),
  operation: (session, user) => session.create(User, user),
});
