import { model, scenario } from "@cassbench/cassbench";

const User = model("user", {
  user_id: "uuid",
  first_name: "text",
  last_name: "text",
}, ["user_id"]);

/** A user that costs next to nothing to make, so that the making is not what is compared. */
export function makeUser(index: number) {
  const digits = index.toString(16).padStart(8, "0");
  return {
    user_id: `${digits}-0000-4000-8000-000000000000`,
    first_name: `First${index}`,
    last_name: `Last${index}`,
  };
}

/** The creates that every tool makes. */
export default scenario({
  name: "side by side",
  models: [User],
  input: ({ index }) => makeUser(index),
  operation: (session, user) => session.create(User, user),
});
