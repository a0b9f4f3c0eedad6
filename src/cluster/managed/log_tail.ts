/** The last lines of a log file; "" where there is no file. */
export async function lastLines(file: string, count: number): Promise<string> {
  return (await lines(file)).slice(-count).join("\n");
}

/** Bytes from the end of a log that are looked at, as that of a long run can be large. */
const MOST_BYTES = 1_000_000;

/** The last messages of a log that are looked through for errors: older ones say nothing of its end. */
const MOST_MESSAGES = 200;

/**
 * The last lines of a log that say why something failed, each cut to 240 characters. Leaves out the frames of stack traces
 * and, where the log has errors, its other messages, as these would take all the lines.
 */
export async function lastWords(file: string, count = 15): Promise<string> {
  const messages = (await lines(file)).filter((line) =>
    line.trim() && !/^\s+(at |\.\.\. \d)/.test(line)
  ).slice(-MOST_MESSAGES);
  const failed = messages.some((line) => line.startsWith("ERROR"));
  const telling = failed ? messages.filter((line) => !/^(INFO|WARN)\b/.test(line)) : messages;
  return telling.slice(-count).map((line) => line.slice(0, 240)).join("\n");
}

async function lines(file: string): Promise<string[]> {
  try {
    using log = await Deno.open(file);
    const { size } = await log.stat();
    await log.seek(Math.max(0, size - MOST_BYTES), Deno.SeekMode.Start);
    const text = await new Response(log.readable).text();
    return text.trimEnd().split("\n");
  } catch {
    return [""];
  }
}
