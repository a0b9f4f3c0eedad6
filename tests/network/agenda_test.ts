import assert from "node:assert/strict";
import { createAgenda } from "../../src/network/agenda.ts";
import { drawFrom } from "../../src/network/draw.ts";

Deno.test("an agenda runs what is due in the order of the instants, and of equal ones in the order of add()", () => {
  const random = drawFrom(1, 0);
  for (let round = 0; round < 50; round++) {
    const agenda = createAgenda();
    const ran: [due: number, turn: number][] = [];
    const dues = Array.from({ length: 300 }, () => Math.floor(random() * 100));
    for (const [turn, due] of dues.entries()) {
      agenda.add(due, () => void ran.push([due, turn]));
    }
    for (let now = 0; now < 100; now += 1 + Math.floor(random() * 20)) {
      const next = agenda.run(now);
      assert.ok(ran.every(([due]) => due <= now));
      const left = dues.filter((due) => due > now);
      assert.equal(next, left.length === 0 ? undefined : Math.min(...left));
    }
    agenda.run(100);
    const sorted = dues.map((due, turn): [number, number] => [due, turn])
      .sort(([a, turnA], [b, turnB]) => a - b || turnA - turnB);
    assert.deepEqual(ran, sorted);
  }
});

Deno.test("a task that says so waits again", () => {
  const agenda = createAgenda();
  const ran: number[] = [];
  agenda.add(1, (now) => {
    ran.push(now);
    return now < 3 ? now + 1 : undefined;
  });
  assert.equal(agenda.run(0), 1);
  assert.equal(agenda.run(1), 2);
  assert.equal(agenda.run(10), undefined);
  assert.deepEqual(ran, [1, 10]);
});
