/** A commented scenario of this name that runs at once, to begin with. */
export function templateText(name: string): string {
  return `/** How fast are reads and writes of users by their keys, and does a pool of 100 make them faster? */
import { type InputContext, keys, model, scenario } from "@cassbench/cassbench";

// A table: its name, its columns with CQL's types, and CQL's PRIMARY KEY. It is created when it is missing.
const User = model("user", {
  user_id: "int",
  name: "text",
  email: "text",
  visits: "int",
  created_at: "timestamp",
}, ["user_id"]);

/** How many users there are before the load begins: reads choose among them. */
const USERS = 1_000;

// A few users are read very often, and most of them rarely. keys.uniform() reads all of them equally often.
const someUser = keys.zipf({ count: USERS });

/** The user of a number. What faker makes follows from the seed: every run writes the same. */
function userRow(n: number, { faker }: InputContext) {
  return {
    user_id: n,
    name: faker.person.fullName(),
    email: faker.internet.email(),
    visits: faker.number.int({ min: 0, max: 100 }),
    created_at: faker.date.between({ from: "2025-01-01", to: "2026-01-01" }),
  };
}

export default scenario({
  name: ${JSON.stringify(name)},
  models: [User],

  // Each list multiplies the cases: one operation at a time, and 100. A flag takes its place: --pool-sizes 1,10,100
  poolSizes: [1, 100],
  // Milliseconds to inject before each request, as a wire would add them: --latency 0,5
  latency: [0],
  // Operations per case; or \`duration: 30_000\`, or operations per second: \`rate: [500]\`
  operations: 1_000,
  // What every case must keep, or the exit code is 3.
  thresholds: ["errors.rate < 0.01"],

  // Runs once, before the first case: the users that are read. --no-populate leaves it out.
  populate: {
    operations: USERS,
    input: (context: InputContext) => userRow(context.index, context),
    operation: (session, user) => session.create(User, user),
  },

  // What is measured: nine reads for each write. One kind alone is \`input\` and \`operation\`, without a mix.
  mix: {
    read: {
      weight: 9,
      // Inputs are made before the clock starts. \`index\` counts the operations of this kind.
      input: (context: InputContext) => ({ user_id: someUser(context) }),
      operation: (session, key) => session.find(User, key),
    },
    create: {
      weight: 1,
      input: (context: InputContext) => userRow(USERS + context.index, context),
      operation: (session, user) => session.create(User, user),
    },
  },
});
`;
}
