import { type Completed, flagsWith, secondWords } from "./words.ts";

/** The script that completes in fish. */
export function fish(program: string, commands: readonly Completed[]): string {
  const seconds = secondWords(commands);
  const ones = commands.filter(({ name }) => !name.includes(" "));
  const firsts = [...ones.map(({ name }) => name), ...seconds.keys()];
  const is = (name: string) => `test (__${program}_command) = ${name.replace(" ", "-")}`;
  const begins = `test (count (__${program}_words)) -eq 0`;
  return `# Completes ${program} in fish. In ~/.config/fish/config.fish: ${program} completions fish | source
function __${program}_words
  set -l isValue no
  for word in (commandline -opc)[2..]
    if test $isValue = yes
      set isValue no
    else if contains -- $word ${flagsWith(commands, ({ value }) => value !== undefined).join(" ")}
      set isValue yes
    else if not string match -q -- '-*' $word
      echo $word
    end
  end
end
function __${program}_command
  set -l words (__${program}_words)
  switch "$words[1]"
    case ${[...seconds.keys()].join(" ")}
      echo "$words[1]-$words[2]"
    case ${firsts.filter((name) => !seconds.has(name)).join(" ")}
      echo $words[1]
    case '*'
      echo ${commands[0]?.name ?? ""}
  end
end
complete -c ${program} -f
${
    [
      ...ones.map(({ name, summary }) => `-n '${begins}' -a ${name} -d ${quote(summary)}`),
      ...[...seconds].flatMap(([first, two]) => [
        `-n '${begins}' -a ${first}`,
        ...two.map(({ name, summary }) =>
          `-n '${is(`${first} `)}' -a ${name.split(" ")[1]} -d ${quote(summary)}`
        ),
      ]),
      ...commands.flatMap(({ name, flags, files, choices }) => [
        ...choices.length === 0 ? [] : [`-n '${is(name)}' -a '${choices.join(" ")}'`],
        ...files === undefined ? [] : [`-n '${is(name)}' -F`],
        ...flags.map((flag) => {
          const value = flag.value === undefined ? "" : flag.value === "file" ? " -r -F" : " -x";
          return `-n '${is(name)}' -l ${flag.name}${value} -d ${quote(flag.help)}`;
        }),
      ]),
    ].map((rest) => `complete -c ${program} ${rest}`).join("\n")
  }
`;
}

/** A text in single quotes of fish. */
function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
