/** How many creates a second can the agents make together, with how many of them in flight? */
import { model, scenario } from "@cassbench/cassbench";

const User = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

export default scenario({
  name: "creates",
  models: [User],
  poolSizes: [16, 64, 256],
  duration: 30_000,
  input: ({ faker }) => ({
    user_id: faker.string.uuid(),
    first_name: faker.person.firstName(),
    last_name: faker.person.lastName(),
  }),
  operation: (session, user) => session.create(User, user),
});
