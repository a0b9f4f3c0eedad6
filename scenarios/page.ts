/** Is a page faster when its look-ups run at once? Seven tables of a small site, each with a latency of its own. */
import { keys, model, scenario } from "@cassbench/cassbench";

const USERS = 100;

const Login = model("session", { token: "int", user_id: "int" }, ["token"]);
const User = model("user", { user_id: "int", name: "text" }, ["user_id"]);
const Post = model("post", { user_id: "int", post_id: "int", body: "text" }, [
  "user_id",
  "post_id",
]);
const Like = model("like", { post_id: "int", fan_id: "int" }, ["post_id", "fan_id"]);
const Friend = model("friend", { user_id: "int", friend_id: "int" }, ["user_id", "friend_id"]);
const Message = model("message", { user_id: "int", at: "timestamp", body: "text" }, [
  "user_id",
  "at",
]);
const Advert = model("advert", { user_id: "int", body: "text" }, ["user_id"]);

const visitor = keys.uniform({ count: USERS });

export default scenario({
  name: "page",
  keyspace: "cassbench_page",
  models: [Login, User, Post, Like, Friend, Message, Advert],
  mode: ["serial", "concurrent"],
  poolSizes: [1],
  operations: 100,
  repetitions: 5,
  setup: (session) =>
    Promise.all(Array.from({ length: USERS }, (_, user_id) =>
      session.batch((batch) => {
        batch.create(Login, { token: user_id, user_id });
        batch.create(User, { user_id, name: `User ${user_id}` });
        batch.create(Post, { user_id, post_id: user_id, body: "What a page!" });
        batch.create(Like, { post_id: user_id, fan_id: (user_id + 1) % USERS });
        batch.create(Friend, { user_id, friend_id: (user_id + 1) % USERS });
        batch.create(Message, { user_id, at: new Date(0), body: "Hello" });
        batch.create(Advert, { user_id, body: "Buy more disks" });
      }))),
  input: (context) => ({ user_id: visitor(context) }),
  steps: (page) =>
    page
      .step("session", { latency: 2 }, (db, { user_id }) => db.find(Login, { token: user_id }))
      .step("user", { latency: 3 }, (db, { user_id }) => db.find(User, { user_id }))
      .step("posts", { latency: 8 }, (db, { user_id }) => db.findAll(Post, { user_id }))
      .step("likes", { latency: 5, after: ["posts"] }, (db, _, { posts: { rows: [post] } }) =>
        db.findAll(Like, { post_id: post?.post_id ?? 0 }))
      .step("friends", { latency: 6 }, (db, { user_id }) =>
        db.findAll(Friend, { user_id }))
      .step("messages", { latency: 4 }, (db, { user_id }) =>
        db.findAll(Message, { user_id }))
      .step("adverts", { latency: 20 }, (db, { user_id }) => db.find(Advert, { user_id })),
});
