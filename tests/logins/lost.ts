import assert from "node:assert/strict";
import type { CaseResult, Second } from "../../src/result/case.ts";
import { run } from "../../src/run/run.ts";
import type { Settings } from "../../src/scenario/settings.ts";
import items from "../fixtures/items.ts";
import { inRepository } from "../support/paths.ts";
import { startRelay } from "../support/relay.ts";
import { asAdmin, CANARY, KEYSPACE, roleStatements, target } from "./roles.ts";

let roles = 0;

/** What a run gave that something happened to. */
interface Hit {
  readonly result: CaseResult;
  /** What it says of logins that are refused now. */
  readonly says: string;
  readonly warnings: readonly string[];
}

/**
 * Runs the scenario as a new role, to which something happens once its load runs.
 *
 * @param happens gets the role, what cuts its connections, and the end of the first second in which nothing succeeded
 * @param isEnough stops the run at a second after that; without it, the run ends by itself
 */
async function runWhile(
  point: string,
  settings: Settings,
  happens: (role: string, cut: () => void, untilLost: Promise<void>) => Promise<void>,
  isEnough: (second: Second) => boolean = () => false,
): Promise<Hit> {
  const role = `short_lived_${roles++}`;
  const grants = ["MODIFY", "SELECT"].map((right) => `${right} ON KEYSPACE ${KEYSPACE}`);
  await asAdmin(point, roleStatements(role, { grants }));
  using relay = startRelay(point);
  const stop = new AbortController();
  const lost = Promise.withResolvers<void>();
  let happening: Promise<void> | undefined, hasHappened = false;
  const { operations: _, ...scenario } = items;
  const { cases: [result], warnings } = await run(scenario, {
    target: target(relay.contactPoint, role),
    keyspace: KEYSPACE,
    file: inRepository("tests/fixtures/items.ts"),
    ...settings,
    signal: stop.signal,
    onProgress(progress) {
      if (progress.type === "running" && progress.at.done > 0) {
        happening ??= happens(role, relay.cut, lost.promise).then(() => void (hasHappened = true));
      }
      if (progress.type === "second" && progress.second.serviceTime === null) lost.resolve();
      if (progress.type === "second" && hasHappened && isEnough(progress.second)) stop.abort();
    },
  });
  await happening;
  const says = `No connection to ${relay.contactPoint} is open, as the login is refused: ` +
    `Provided username ${role} and/or password are incorrect`;
  const ofLogin = warnings.filter(({ code }) => code === "login");
  return { result: result!, says, warnings: ofLogin.map(({ message }) => message) };
}

/** Asserts that the refused login is named: in the errors, in a warning, and as an outage that did not end. */
function assertNamed({ result, says, warnings }: Hit): void {
  const { errors, outages = [] } = result;
  assert.equal(errors.examples.badCredentials, says);
  assert.ok((errors.byClass.badCredentials ?? 0) > 0);
  assert.equal(warnings.length, 1);
  assert.ok(warnings[0]?.endsWith(`those that were lost could not log in again: ${says}`));
  assert.equal(outages.length, 1);
  assert.equal(outages[0]?.to, null);
}

/** The same for each client, with one thread and with two, at the same time. */
async function forEachClient(check: (settings: Settings) => Promise<void>): Promise<void> {
  await Promise.all([
    check({ client: ["driver"], workers: 1 }),
    check({ client: ["wire"], workers: 2 }),
  ]);
}

const changePassword = (point: string, role: string, password: string) =>
  asAdmin(point, [`ALTER ROLE ${role} WITH PASSWORD = '${password}'`]);

/** Connections that are lost cannot log in again: that is named, and the run ends by itself. */
export const LOST_CHECKS: Record<string, (point: string) => Promise<void>> = {
  async "a password is changed, and connections are lost: a case of some time ends with it"(point) {
    await forEachClient(async (settings) => {
      const hit = await runWhile(point, { ...settings, duration: 4_000 }, async (role, cut) => {
        await changePassword(point, role, "another");
        cut();
      });
      assertNamed(hit);
      assert.equal(hit.result.endedBy, undefined);
      const lag = hit.result.client.eventLoopLag?.max ?? 0;
      assert.ok(hit.result.elapsed < 5_000 + lag, `${hit.result.elapsed} ms`);
    });
  },

  async "a role is dropped, and connections are lost: a case of operations ends early"(point) {
    await forEachClient(async (settings) => {
      const endless = { ...settings, operations: 1e8, timeout: 2_500 };
      const hit = await runWhile(point, endless, async (role, cut) => {
        await asAdmin(point, [`DROP ROLE ${role}`]);
        cut();
      }, ({ at }) => at > 60_000);
      assertNamed(hit);
      assert.equal(hit.result.endedBy, "outage");
    });
  },

  async "a password that is right again lets them log in, and the case goes on"(point) {
    await forEachClient(async (settings) => {
      const { result } = await runWhile(
        point,
        { ...settings, duration: 60_000 },
        async (role, cut, untilLost) => {
          await changePassword(point, role, "another");
          cut();
          await untilLost;
          await changePassword(point, role, CANARY);
        },
        ({ operations, errors }) => operations > 0 && errors === 0,
      );
      assert.equal(result.status, "aborted", "the server answered again");
      assert.ok((result.errors.byClass.badCredentials ?? 0) > 0);
      assert.ok(result.outages?.every(({ to }) => to !== null));
    });
  },

  async "a role is dropped whose connections stay: its operations are refused"(point) {
    await forEachClient(async (settings) => {
      const { result } = await runWhile(
        point,
        { ...settings, duration: 60_000 },
        (role) => asAdmin(point, [`DROP ROLE ${role}`]),
        ({ operations, errors }) => operations > 0 && errors === operations,
      );
      assert.equal(result.status, "aborted", "all operations of a second failed");
      assert.deepEqual(result.errors.byClass, { unauthorized: result.errors.total });
    });
  },
};
