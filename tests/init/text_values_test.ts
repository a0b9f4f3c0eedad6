import assert from "node:assert/strict";
import { faker } from "@faker-js/faker/locale/en";
import { rangeByName, textByName } from "../../src/init/text_values.ts";

Deno.test("a column's name says what it holds", () => {
  const CASES: Record<string, string | undefined> = {
    ...{ email: "internet.email", contact_email: "internet.email", e_mail: "internet.email" },
    ...{ first_name: "person.firstName", surname: "person.lastName", name: "person.fullName" },
    ...{ username: "internet.username", full_name: "person.fullName", company: "company.name" },
    ...{ product_name: "commerce.productName", device_id: "string.uuid", user_id: "string.uuid" },
    ...{ title: "lorem.sentence", body: "lorem.paragraph", description: "lorem.paragraph" },
    ...{ url: "internet.url", city: "location.city", country_code: "location.countryCode" },
    ...{ country: "location.country", zip: "location.zipCode", street: "location.streetAddress" },
    ...{ ip: "internet.ipv4", phone: "phone.number", currency: "finance.currencyCode" },
    ...{ status: "helpers.arrayElement", artist: "music.artist", song_title: "music.songName" },
    ...{ password_hash: "string.alphanumeric", tag: "lorem.word", x: undefined, foo: undefined },
    ...{ EMAIL: "internet.email", FirstName: "person.firstName", state: "location.state" },
  };
  for (const [name, expected] of Object.entries(CASES)) {
    const text = textByName(name);
    if (expected === undefined) assert.equal(text, undefined, name);
    else assert.ok(text?.startsWith(`faker.${expected}(`), `${name}: ${text}`);
  }
});

Deno.test("every expression is one that faker has, and gives a text", () => {
  const NAMES = [
    ..."email id first_name last_name user_name company product song artist file host device".split(
      " ",
    ),
    ..."author title body avatar url user_agent ip mac phone street city country_code".split(" "),
    ..."country zip region state timezone currency iban color gender job status level".split(" "),
    ..."category lang mime version sku token payload tag nickname".split(" "),
  ];
  for (const name of NAMES) {
    const text = textByName(name);
    assert.ok(text !== undefined, name);
    const value = new Function("faker", `return ${text}`)(faker);
    assert.ok(typeof value === "string" && value.length > 0, `${name}: ${value}`);
  }
});

Deno.test("a column's name bounds its numbers", () => {
  assert.deepEqual(rangeByName("latitude"), [-90, 90, 5]);
  assert.deepEqual(rangeByName("Age"), [18, 90, 0]);
  assert.deepEqual(rangeByName("page"), [0, 1_000, 2]);
  assert.deepEqual(rangeByName("total_price"), [1, 1_000, 2]);
});
