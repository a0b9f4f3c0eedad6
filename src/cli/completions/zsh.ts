import { type Completed, type CompletedFlag, quoted, secondWords } from "./words.ts";

/** The script that completes in zsh. */
export function zsh(program: string, commands: readonly Completed[]): string {
  const seconds = secondWords(commands);
  const ones = commands.filter(({ name }) => !name.includes(" "))
    .map(({ name, summary }) => describe(name, summary));
  const firsts = [
    ...ones,
    ...[...seconds].map(([first, two]) => {
      const words = two.map(({ name }) => name.split(" ")[1]);
      return describe(first, words.join(", "));
    }),
  ];
  const [run] = commands;
  return `#compdef ${program}
# Completes ${program} in zsh. In ~/.zshrc, after compinit: source <(${program} completions zsh)
_${program}() {
  local -a names
  if (( CURRENT == 2 )); then
    names=(${firsts.join(" ")})
    _describe -t commands command names
  fi
${
    [...seconds].map(([first, two]) =>
      `  if [[ CURRENT -eq 3 && \${words[2]} == ${first} ]]; then
    names=(${two.map(({ name, summary }) => describe(name.split(" ")[1] ?? "", summary)).join(" ")})
    _describe -t commands command names
    return
  fi`
    ).join("\n")
  }
  case "\${words[2]} \${words[3]}" in
${
    commands.slice(1).map((command) => `    ${patternOf(command)}) ${argumentsOf(command)} ;;`)
      .join("\n")
  }
    *) ${argumentsOf(run)} ;;
  esac
}
compdef _${program} ${program}
`;
}

function patternOf({ name }: Completed): string {
  return name.includes(" ") ? `"${name}"` : `"${name} "*`;
}

/** A name of `_describe`, in which a colon ends the name. */
function describe(name: string, summary: string): string {
  return quoted(`${name}:${summary.replaceAll(":", "\\:")}`);
}

function argumentsOf(command: Completed | undefined): string {
  const { flags = [], files, choices = [] } = command ?? {};
  const words = choices.length > 0
    ? quoted(`*:word:(${choices.join(" ")})`)
    : files === undefined
    ? "'*: :'"
    : quoted(`*:file:_files -g "${files}"`);
  return ["_arguments", ...flags.map(specOf), words].join(" \\\n      ");
}

function specOf({ name, help, value, isRepeated }: CompletedFlag): string {
  const text = help.replaceAll(/[\\[\]]/g, "\\$&");
  const many = isRepeated ? "*" : "";
  if (value === undefined) return quoted(`--${name}[${text}]`);
  return quoted(`${many}--${name}=[${text}]:${value}:${value === "file" ? "_files" : ""}`);
}
