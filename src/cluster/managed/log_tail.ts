/** The last lines of a log file; "" where there is no file. */
export async function lastLines(file: string, count: number): Promise<string> {
  return (await lines(file)).slice(-count).join("\n");
}

/**
 * The last lines of a log that say why something failed, each cut to 240 characters. Leaves out the frames of stack traces
 * and, where the log has errors, its other messages, as these would take all the lines.
 */
export async function lastWords(file: string, count = 15): Promise<string> {
  const messages = (await lines(file)).filter((line) =>
    line.trim() && !/^\s+(at |\.\.\. \d)/.test(line)
  );
  const failed = messages.some((line) => line.startsWith("ERROR"));
  const telling = failed ? messages.filter((line) => !/^(INFO|WARN)\b/.test(line)) : messages;
  return telling.slice(-count).map((line) => line.slice(0, 240)).join("\n");
}

async function lines(file: string): Promise<string[]> {
  const text = await Deno.readTextFile(file).catch(() => "");
  return text.trimEnd().split("\n");
}
