/** Where nodes are reached that say another address. */
import assert from "node:assert/strict";
import { createTranslation, formatAddress, parseHostPort } from "../../src/cluster/addresses.ts";

const READ: [text: string, read: ReturnType<typeof parseHostPort>][] = [
  ["10.0.0.1", { host: "10.0.0.1", port: undefined }],
  ["10.0.0.1:9043", { host: "10.0.0.1", port: 9043 }],
  ["node-1.example:1", { host: "node-1.example", port: 1 }],
  ["::1", { host: "::1", port: undefined }],
  ["[::1]", { host: "::1", port: undefined }],
  ["[::1]:9043", { host: "::1", port: 9043 }],
  ["2001:DB8:0:0:0:0:0:1", { host: "2001:db8::1", port: undefined }],
];

for (const [text, read] of READ) {
  Deno.test(`"${text}" is read as an address`, () => assert.deepEqual(parseHostPort(text), read));
}

for (
  const text of [
    "",
    "a b",
    "a:",
    ":1",
    "a:0",
    "a:65536",
    "a:1:2",
    "[10.0.0.1]:1",
    "u:p@h",
    "[::1",
    "h=1",
    "http://h",
    "fe80::1%eth0",
    "[fe80::1%4]:9042",
  ]
) {
  Deno.test(`"${text}" is no address`, () => assert.equal(parseHostPort(text), undefined));
}

Deno.test("an address with its port is found before one without", () => {
  const translate = createTranslation({
    "10.0.0.1": "203.0.113.1:1",
    "10.0.0.1:9043": "203.0.113.1:2",
    "10.0.0.2": "nat.example",
    "0:0::1": "[2001:db8::7]:5",
  });
  const shown = (host: string, port: number) => {
    const reached = translate(host, port);
    return formatAddress(reached.host, reached.port);
  };
  assert.equal(shown("10.0.0.1", 9042), "203.0.113.1:1");
  assert.equal(shown("10.0.0.1", 9043), "203.0.113.1:2");
  assert.equal(shown("10.0.0.2", 9044), "nat.example:9044");
  assert.equal(shown("10.0.0.3", 9042), "10.0.0.3:9042");
  assert.equal(shown("::1", 9042), "[2001:db8::7]:5");
  assert.equal(shown("0:0:0:0:0:0:0:2", 9042), "[::2]:9042");
});
