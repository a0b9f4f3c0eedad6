import assert from "node:assert/strict";
import { delay } from "@std/async";
import { type Dashboard, startDashboard } from "../../../src/cli/dashboard/dashboard.ts";
import { TargetError } from "../../../src/errors.ts";
import { PUBLISHED, resultOf } from "../../result/fixture.ts";
import { testPermitted } from "../../support/needs.ts";

/** Serves a run while the test goes on. */
async function withDashboard(
  test: (dashboard: Dashboard) => Promise<void>,
  name = "latency",
): Promise<void> {
  const dashboard = await startDashboard(0, name);
  try {
    await test(dashboard);
  } finally {
    await dashboard.stop();
  }
}

/** The whole answer to a request with exactly these lines, as fetch sets a Host of its own. */
async function ask(address: string, first: string, ...lines: string[]): Promise<string> {
  const { port } = new URL(address);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  const text = [first, ...lines, "Connection: close", "", ""].join("\r\n");
  await connection.write(new TextEncoder().encode(text));
  let answer = "";
  for await (const part of connection.readable.pipeThrough(new TextDecoderStream())) answer += part;
  return answer;
}

testPermitted(
  "a dashboard is for those who know its address, on this machine, from no other page",
  async () => {
    await withDashboard(async ({ address, observe }) => {
      observe({ type: "measured", result: resultOf(PUBLISHED) });
      const { pathname, host, port } = new URL(address);
      const own = `Host: ${host}`;
      const cases: readonly [status: number, first: string, ...lines: string[]][] = [
        [200, `GET ${pathname} HTTP/1.1`, own],
        [200, `GET ${pathname}report HTTP/1.1`, own],
        [200, `GET ${pathname}report HTTP/1.1`, own, `Origin: http://${host}`],
        [200, `GET ${pathname} HTTP/1.1`, `Host: localhost:${port}`],
        // Through a tunnel of ssh the port is another one.
        [200, `GET ${pathname} HTTP/1.1`, "Host: localhost:9000"],
        [403, `GET ${pathname} HTTP/1.1`, "Host: evil.example"],
        [403, `GET ${pathname}events HTTP/1.1`, `Host: evil.example:${port}`],
        [403, `GET ${pathname} HTTP/1.1`, "Host: 127.0.0.1.evil.example"],
        [403, `GET ${pathname} HTTP/1.1`, "Host: evil.example#@127.0.0.1"],
        [403, `GET ${pathname}report HTTP/1.1`, own, "Origin: http://evil.example"],
        [403, `GET ${pathname}report HTTP/1.1`, own, "Origin: null"],
        [403, `GET ${pathname}report HTTP/1.1`, own, `Origin: https://${host}`],
        [404, "GET / HTTP/1.1", own],
        [404, `GET ${pathname.slice(0, -2)}/ HTTP/1.1`, own],
        [404, `GET ${pathname.slice(0, -1)} HTTP/1.1`, own],
        [404, `GET ${pathname}x HTTP/1.1`, own],
        [404, `GET ${pathname}report/x HTTP/1.1`, own],
        [405, `POST ${pathname} HTTP/1.1`, own, "Content-Length: 0"],
      ];
      for (const [status, ...request] of cases) {
        const answer = await ask(address, ...request);
        assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), request.join(", "));
        assert.doesNotMatch(answer, /access-control-/i);
        assert.match(answer, /^cache-control: no-store\r$/m);
        assert.match(answer, /^referrer-policy: no-referrer\r$/m);
        assert.match(answer, /^x-content-type-options: nosniff\r$/m);
        if (status !== 200) assert.ok(!answer.includes("<"), answer);
      }
    });
  },
);

testPermitted("a dashboard's page has a policy that lets it ask its own server alone", async () => {
  await withDashboard(async ({ address }) => {
    const answer = await fetch(address);
    const page = await answer.text();
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src ('sha256-[^']+' ?)+;/);
    assert.match(policy, /; connect-src 'self'; frame-ancestors 'none'$/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.doesNotMatch(page, /<(script|link|img)[^>]*(src|href)=/);
    assert.match(page, /&#60;\/script&#62;/);
  }, "</script><script>alert(1)</script>");
});

testPermitted("each dashboard has an address of its own, with 144 bits of chance", async () => {
  await withDashboard(async ({ address }) => {
    await withDashboard(({ address: other }) => {
      const [token, another] = [address, other].map((one) => new URL(one).pathname);
      assert.match(token ?? "", /^\/[\w-]{24}\/$/);
      assert.notEqual(token, another);
      return Promise.resolve();
    });
  });
});

testPermitted("a dashboard has no report before a case has ended", async () => {
  await withDashboard(async ({ address }) => {
    const answer = await fetch(`${address}report`);
    assert.equal(answer.status, 404);
    assert.equal(await answer.text(), "Nothing was measured yet\n");
  });
});

testPermitted("startDashboard() refuses a port that is in use, with the way out", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  await assert.rejects(startDashboard(port, "latency"), (error) => {
    assert.ok(error instanceof TargetError, String(error));
    assert.match(
      error.message,
      new RegExp(`^Cannot serve the dashboard on port ${port} of 127.0.0.1: `),
    );
    assert.match(error.hint ?? "", /--dashboard/);
    return true;
  });
});

testPermitted(
  "a dashboard tells 64 pages at once, and has room again when some have gone",
  async () => {
    await withDashboard(async ({ address }) => {
      const leaving = new AbortController();
      const open = () => fetch(`${address}events`, { signal: leaving.signal });
      const answers = await Promise.all(Array.from({ length: 64 }, open));
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
      const more = await fetch(`${address}events`);
      assert.equal(more.status, 503);
      await more.body?.cancel();
      leaving.abort();
      for (;;) {
        const answer = await fetch(`${address}events`);
        await answer.body?.cancel();
        if (answer.status === 200) break;
        await delay(20);
      }
    });
  },
);

testPermitted("a dashboard whose page reads nothing ends all the same", async () => {
  await withDashboard(async ({ address, observe }) => {
    const { pathname, host, port } = new URL(address);
    using stuck = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
    const request = `GET ${pathname}events HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    await stuck.write(new TextEncoder().encode(request));
    for (let times = 0; times < 100; times++) {
      observe({ type: "waiting", message: "x".repeat(100_000) });
    }
    const { status, body } = await fetch(`${address}`);
    await body?.cancel();
    assert.equal(status, 200);
  });
});
