/** Does concurrency help work that computes? Four thumbnails: in turns, at once in one thread, on threads. */
import { model, scenario } from "@cassbench/cassbench";

const Album = model("album", { album_id: "int", title: "text" }, ["album_id"]);

export default scenario({
  name: "compute",
  models: [Album],
  mode: ["serial", "concurrent", "threads"],
  poolSizes: [1],
  operations: 20,
  repetitions: 5,
  setup: (session) => session.create(Album, { album_id: 1, title: "Holidays" }),
  steps: (page) =>
    page
      .step("album", { latency: 1 }, (session) => session.find(Album, { album_id: 1 }))
      .compute("thumbnail 1", () => countPrimes(2_000_000))
      .compute("thumbnail 2", () => countPrimes(2_000_000))
      .compute("thumbnail 3", () => countPrimes(2_000_000))
      .compute("thumbnail 4", () => countPrimes(2_000_000)),
});

/** Keeps a processor busy for some milliseconds, as shrinking a picture would. */
function countPrimes(below: number): number {
  const isComposite = new Uint8Array(below);
  let primes = 0;
  for (let n = 2; n < below; n++) {
    if (isComposite[n]) continue;
    primes++;
    for (let multiple = n * n; multiple < below; multiple += n) isComposite[multiple] = 1;
  }
  return primes;
}
