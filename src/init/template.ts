/** A commented scenario of this name that runs at once, to begin with. */
export function templateText(name: string): string {
  return `/** How fast are reads and writes of users by their keys, and does a pool of 100 make them faster? */
import { keys, model, scenario } from "@cassbench/cassbench";

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

export default scenario({
  name: ${JSON.stringify(name)},
  models: [User],

  // Each list multiplies the cases: here one operation at a time, and 100. A flag takes its place: --pool-sizes 1,10,100
  poolSizes: [1, 100],
  // Milliseconds to inject before each request, as a wire would add them: --latency 0,5
  latency: [0],
  // Operations per case; or \`duration: 30_000\`, or operations per second: \`rate: [500]\`
  operations: 1_000,
  // What every case must keep, or the exit code is 3.
  thresholds: ["errors.rate < 0.01"],

  // Runs before each case, outside of the clock: the users that are read.
  setup: (session) =>
    Promise.all(Array.from({ length: USERS }, (_, user_id) =>
      session.create(User, {
        user_id,
        name: \`User \${user_id}\`,
        email: \`user\${user_id}@example.com\`,
        visits: 0,
        created_at: new Date(),
      }))),

  // Makes the input of one operation, before the clock starts. The same seed gives the same inputs.
  input: (context) => ({
    old: { user_id: someUser(context) },
    new: {
      user_id: USERS + context.index,
      name: context.faker.person.fullName(),
      email: context.faker.internet.email(),
      visits: context.faker.number.int({ min: 0, max: 100 }),
      created_at: context.faker.date.between({ from: "2025-01-01", to: "2026-01-01" }),
    },
  }),

  // What is measured: nine reads for each write. One kind alone is \`operation: (session, input) => …\`
  mix: {
    read: { weight: 9, operation: (session, input) => session.find(User, input.old) },
    create: { weight: 1, operation: (session, input) => session.create(User, input.new) },
  },
});
`;
}
