/** The last lines of a log file, "" where there is none. */
export async function lastLines(file: string, count: number): Promise<string> {
  return (await lines(file)).slice(-count).join("\n");
}

/**
 * The last lines that say why something failed, cut to size: without the frames of stack traces and,
 * where errors were logged, without the information around them, as both would fill the lines.
 */
export async function lastWords(file: string, count = 15): Promise<string> {
  const said = (await lines(file)).filter((line) =>
    line.trim() && !/^\s+(at |\.\.\. \d)/.test(line)
  );
  const failed = said.some((line) => line.startsWith("ERROR"));
  const telling = failed ? said.filter((line) => !/^(INFO|WARN)\b/.test(line)) : said;
  return telling.slice(-count).map((line) => line.slice(0, 240)).join("\n");
}

async function lines(file: string): Promise<string[]> {
  const text = await Deno.readTextFile(file).catch(() => "");
  return text.trimEnd().split("\n");
}
