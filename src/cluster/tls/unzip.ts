import Zip from "adm-zip";
import { Buffer } from "node:buffer";

/** The part of adm-zip that is used; it has no types of its own. */
type Archive = new (bytes: Buffer) => {
  getEntries(): { readonly entryName: string; getData(): Buffer }[];
};

/**
 * The files of a zip archive, as text. The archives are small ones of the user's own.
 *
 * @throws where it is none
 */
export function unzip(bytes: Uint8Array): ReadonlyMap<string, string> {
  const entries = new (Zip as Archive)(Buffer.from(bytes)).getEntries();
  return new Map(entries.map((entry) => [entry.entryName, entry.getData().toString("utf8")]));
}
