/** What do retries make of a bad day? Creates and reads while the server refuses, times out and stays silent. */
import { model, scenario } from "@cassbench/cassbench";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);

export default scenario({
  name: "faults",
  models: [User],
  client: ["wire"],
  poolSizes: [20],
  operations: 4_000,
  matrix: { tries: [1, 2, 4] },
  faults: [
    { kind: "overloaded", share: 0.05 },
    { kind: "readTimeout", share: 0.01 },
    { kind: "silence", requests: "write", every: 500 },
  ],
  input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
  async operation(session, user, { tries }) {
    const retries = tries - 1;
    await session.create(User, user, { retries, timeout: 100 });
    await session.find(User, { user_id: user.user_id }, { retries, timeout: 100 });
  },
});
