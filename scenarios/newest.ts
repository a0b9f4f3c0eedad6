/** Are the newest posts read fast while others are written? 95 of 100 operations read, the newest ones most often. */
import { generate, type InputContext, keys, model, scenario } from "@cassbench/cassbench";

const POSTS = 10_000;
const Post = model("post", { post_id: "int", body: "text" }, ["post_id"]);
const next = keys.sequential({ from: POSTS });
const body = generate.text(keys.normal({ count: 400 }));

export default scenario({
  name: "newest",
  models: [Post],
  client: ["wire"],
  poolSizes: [100],
  operations: 50_000,
  thresholds: ["misses.rate < 0.01"],
  populate: {
    operations: POSTS,
    input: (context) => ({ post_id: context.index, body: body(context) }),
    operation: (session, post) => session.create(Post, post),
  },
  mix: {
    read: {
      weight: 95,
      input: keys.latest({ count: POSTS, growing: "insert" }),
      operation: (session, post_id) => session.find(Post, { post_id }),
    },
    insert: {
      weight: 5,
      input: (context: InputContext) => ({ post_id: next(context), body: body(context) }),
      operation: (session, post) => session.create(Post, post),
    },
  },
});
