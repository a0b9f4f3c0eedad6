import { nkeys } from "@nats-io/nats-core";
import { messageOf, ScenarioError } from "../../errors.ts";
import { lackedPermission, readText } from "../../runtime/permissions.ts";

/**
 * Reads the seed of an NKey, and makes what signs with it.
 *
 * @param file holds the seed, which begins with S
 * @throws {ScenarioError} which does not repeat what is in the file
 */
export function readSigner(file: string): (bytes: Uint8Array) => Uint8Array {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    const lacked = lackedPermission(error);
    const [reason = ""] = messageOf(error).split(": ");
    throw new ScenarioError(
      `Cannot sign with "${file}" as ${lacked?.problem ?? `it cannot be read: ${reason}`}`,
      lacked?.hint ?? "--sign-key takes the file with the seed of an NKey",
    );
  }
  try {
    const pair = nkeys.fromSeed(new TextEncoder().encode(text.trim()));
    return (bytes) => pair.sign(bytes);
  } catch {
    throw new ScenarioError(
      `Cannot sign with "${file}" as it holds no seed of an NKey`,
      "`nk -gen user` of NATS makes one: it begins with SU, and `nk -pubout` shows its public key",
    );
  }
}

/** What is wrong with a public key, as the end of a sentence; `undefined` where nothing is. */
export function findWrongKey(key: string): string | undefined {
  // Whoever mixes up the two keys does not want the seed in a log.
  if (/^S[A-Z2-7]{40,}$/.test(key.trim())) return "must be the public key, and not the seed";
  return nkeyOf(key) ? undefined : `must be the public key of an NKey: found "${key}"`;
}

/** Whether these bytes were signed with the seed of this public key. */
export function isSignedBy(key: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return nkeyOf(key)?.verify(bytes, signature) ?? false;
  } catch {
    return false;
  }
}

function nkeyOf(key: string): ReturnType<typeof nkeys.fromPublic> | undefined {
  try {
    return nkeys.fromPublic(key);
  } catch {
    return undefined;
  }
}
