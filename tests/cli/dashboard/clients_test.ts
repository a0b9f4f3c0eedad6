import assert from "node:assert/strict";
import { createClients } from "../../../src/cli/dashboard/clients.ts";

async function readAll(stream: ReadableStream | undefined): Promise<string> {
  let text = "";
  for await (const part of (stream as ReadableStream).pipeThrough(new TextDecoderStream())) {
    text += part;
  }
  return text;
}

Deno.test("createClients() tells all the same, each of them first what it needs", async () => {
  const clients = createClients();
  const [one, other] = [clients.add([["now", { a: 1 }]]), clients.add([])];
  clients.tell("report", 2);
  clients.tell("now", "two\nlines");
  clients.close();
  const rest = 'event: report\ndata: 2\n\nevent: now\ndata: "two\\nlines"\n\n';
  assert.equal(await readAll(one), `event: now\ndata: {"a":1}\n\n${rest}`);
  assert.equal(await readAll(other), rest);
});

Deno.test("createClients() cuts off who does not read, after a megabyte, and tells the others", async () => {
  const clients = createClients();
  const slow = clients.add([]) as ReadableStream;
  const big = "x".repeat(100_000);
  let sent = 0;
  while (clients.count() > 0 && sent < 100) {
    clients.tell("now", big);
    sent++;
  }
  assert.ok(sent > 10 && sent < 13, `cut off after ${sent} times 100 KB`);
  await assert.rejects(readAll(slow), /too slow/);
  const quick = clients.add([]);
  clients.tell("now", 1);
  clients.close();
  assert.equal(await readAll(quick), "event: now\ndata: 1\n\n");
});

Deno.test("createClients() forgets who has gone, and has room for 64", async () => {
  const clients = createClients();
  const streams = Array.from({ length: 64 }, () => clients.add([]));
  assert.equal(clients.add([]), undefined);
  await streams[7]?.cancel();
  assert.equal(clients.count(), 63);
  assert.notEqual(clients.add([]), undefined);
  clients.close();
  assert.equal(clients.count(), 0);
});
