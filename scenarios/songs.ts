/** Does it hold 500 requests a second? Popular songs are read often, and one request in ten renames one. */
import { keys, model, scenario } from "@cassbench/cassbench";

const SONGS = 1_000;
const Song = model("song", { song_id: "int", title: "text" }, ["song_id"]);
const popular = keys.zipf({ count: SONGS });

export default scenario({
  name: "songs",
  models: [Song],
  client: ["wire"],
  rate: [500],
  duration: 10_000,
  arrivals: "poisson",
  thresholds: ["responseTime.p99 < 50", "errors.rate < 0.001"],
  populate: {
    operations: SONGS,
    input: ({ index }) => ({ song_id: index, title: `Song ${index}` }),
    operation: (session, song) => session.create(Song, song),
  },
  input: (context) => ({ song_id: popular(context), title: context.faker.music.songName() }),
  mix: {
    read: { weight: 9, operation: (session, { song_id }) => session.find(Song, { song_id }) },
    write: { weight: 1, operation: (session, song) => session.create(Song, song) },
  },
});
