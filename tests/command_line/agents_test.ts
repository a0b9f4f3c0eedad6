/** One run on several agents, which are processes, over a real NATS. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { type EmbeddedServer, startEmbeddedServer } from "../../src/run/embedded_server.ts";
import { startAgents } from "../support/agents.ts";
import { cassbench } from "../support/cassbench.ts";
import { startNats } from "../support/nats.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A scenario whose rows follow from its seed, with a populate, a mix, and an axis. */
const SONGS = `
import { model, scenario } from "${inRepository("mod.ts")}";
const Song = model("song", { id: "int", title: "text" }, ["id"]);
export default scenario({
  name: "songs",
  models: [Song],
  poolSizes: [8],
  operations: 400,
  warmup: 0,
  populate: {
    operations: 100,
    input: ({ index, faker }) => ({ id: -1 - index, title: faker.music.songName() }),
    operation: (session, song) => session.create(Song, song),
  },
  mix: {
    add: {
      weight: 3,
      input: ({ index, faker }) => ({ id: index, title: faker.music.songName() }),
      operation: (session, song) => session.create(Song, song),
    },
    read: {
      weight: 1,
      input: ({ index }) => ({ id: -1 - index % 100 }),
      operation: (session, key) => session.find(Song, key),
    },
  },
});`;

/** Runs a scenario on agents; gives the document beside what the command said. */
async function runOn(url: string, text: string, args: readonly string[]) {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "s.ts"), text);
    const words = ["s.ts", "--nats", url, "--json", "r.json", ...args];
    const finished = await cassbench(words, { cwd });
    const result: Result | undefined = await Deno.readTextFile(join(cwd, "r.json"))
      .then(JSON.parse, () => undefined);
    return { ...finished, result };
  });
}

async function rowsOf(
  { contactPoints, localDataCenter }: Pick<EmbeddedServer, "contactPoints" | "localDataCenter">,
): Promise<string[]> {
  const { default: cassandra } = await import("cassandra-driver");
  const client = new cassandra.Client({
    contactPoints: [...contactPoints],
    localDataCenter,
  });
  const { rows } = await client.execute("SELECT id, title FROM cassbench.song", [], {
    fetchSize: 10_000,
  });
  await client.shutdown();
  return rows.map(({ id, title }) => `${id} ${title}`).sort();
}

testPermitted(
  "two agents of two threads write the rows that one process writes, each once",
  async () => {
    await using nats = await startNats();
    await using agents = await startAgents(nats.url, 2, ["--zone", "z"]);
    await using alone = await startEmbeddedServer();
    await using shared = await startEmbeddedServer();
    const at = ({ contactPoints }: EmbeddedServer) => ["--contact-points", contactPoints.join()];
    const both = await runOn(nats.url, SONGS, [
      ...at(shared),
      ...["--agents", "2", "--workers", "2", "--verify"],
    ]);
    assert.equal(both.code, 0, both.stderr);
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "s.ts"), SONGS);
      const one = await cassbench(["s.ts", "--json", "r.json", ...at(alone)], { cwd });
      assert.equal(one.code, 0, one.stderr);
    });
    assert.deepEqual(await rowsOf(shared), await rowsOf(alone));

    const { cases: [only], populate, environment } = both.result ?? assert.fail("no document");
    const parts = only?.agents ?? [];
    assert.deepEqual(parts.map(({ agent }) => agent).sort(), agents.map(({ name }) => name).sort());
    assert.deepEqual(parts.map(({ threads, zone }) => [threads, zone]), [[2, "z"], [2, "z"]]);
    assert.equal(environment.agents?.length, 2);
    assert.equal(parts.reduce((sum, { operations }) => sum + operations, 0), 400);
    assert.deepEqual([only?.operations, only?.errors.total, populate?.operations], [400, 0, 100]);
    assert.equal(only?.serviceTime?.count, 400);
    const { acknowledged, readBack } = only?.verified ?? assert.fail("not verified");
    assert.equal(acknowledged, only?.mix?.find(({ name }) => name === "add")?.operations);
    assert.equal(readBack, acknowledged);
    // They wait again.
    await Promise.all(agents.map((agent) => agent.says(/its run is over; it waits for the next/)));
  },
);
