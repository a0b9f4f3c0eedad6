import { messageOf, ScenarioError } from "../errors.ts";
import { isGranted } from "../runtime/permissions.ts";
import { printError } from "./terminal.ts";

/** More bytes than any password has. */
const MOST_BYTES = 4_096;

const FILE_HINT = "name a file with the password as its one line, or - for standard input";

/** The permissions of others than the owner of a file. */
const OTHERS = 0o077;

/**
 * Reads a password from a file of one line; `-` is standard input, of which one line is taken.
 *
 * @throws {ScenarioError} where it cannot be read, or holds something else; no message repeats what was given
 */
export async function readPasswordFile(path: string): Promise<string> {
  const bytes = path === "-" ? await readLine(Deno.stdin, true) : await readFile(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw wrong("it is no UTF-8");
  }
  const lines = text.replace(/\r?\n$/, "").split("\n");
  if (bytes.length > MOST_BYTES) throw wrong(`its line is longer than ${MOST_BYTES} bytes`);
  if (lines.length > 1 && path !== "-") throw wrong("it has several lines");
  const password = lines[0]!.replace(/\r$/, "");
  if (password === "") throw wrong("its first line is empty");
  if (password.includes("\0")) throw wrong("it holds a zero");
  return password;
}

async function readFile(path: string): Promise<Uint8Array> {
  if (!isGranted({ name: "read", path })) {
    throw wrong("Deno gave no read access to it", "add --allow-read=FILE after `deno run`");
  }
  try {
    using file = await Deno.open(path);
    const { mode, isFile } = await file.stat();
    if (isFile && mode !== null && Deno.build.os !== "windows" && (mode & OTHERS) !== 0) {
      printError(
        `warning: others may read or change "${path}": \`chmod 600\` makes it yours alone`,
      );
    }
    return await readLine(file, false);
  } catch (cause) {
    // What follows is the system call with the path, which could be a password in the wrong place.
    throw wrong(messageOf(cause).replace(/: \w+ '.*$/s, ""));
  }
}

/** Reads to the end, or of a stream that may stay open to the end of its first line. */
async function readLine(
  from: { read(into: Uint8Array): Promise<number | null> },
  isStream: boolean,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(MOST_BYTES + 1);
  let length = 0;
  while (length < bytes.length) {
    const read = await from.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
    if (isStream && bytes.subarray(0, length).includes(0x0a)) break;
  }
  return bytes.subarray(0, length);
}

function wrong(why: string, hint = FILE_HINT): ScenarioError {
  return new ScenarioError(
    `Cannot read the password from the file of --password-file as ${why}`,
    hint,
  );
}
