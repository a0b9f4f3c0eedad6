/** Runs in the container of a test in place of Cassandra: prints the lines of its log, and answers OPTIONS. */
const port = Number(/native_transport_port=(\d+)/.exec(Deno.env.get("JVM_EXTRA_OPTS") ?? "")?.[1]);

const listener = Deno.listen({ hostname: "127.0.0.1", port });
await Deno.stdout.write(new TextEncoder().encode("Cassandra version: 5.0.9\nStartup complete\n"));
for await (const connection of listener) {
  await connection.read(new Uint8Array(9));
  await connection.write(Uint8Array.of(0x84, 0, 0, 0, 0x06, 0, 0, 0, 0));
  connection.close();
}
