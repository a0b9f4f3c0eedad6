import { type Completed, type CompletedFlag, flagsWith, secondWords } from "./words.ts";

/** The script that completes in bash. */
export function bash(program: string, commands: readonly Completed[]): string {
  const seconds = secondWords(commands);
  const firsts = [...new Set(commands.map(({ name }) => name.split(" ")[0] ?? ""))];
  const pattern = (isWanted: (flag: CompletedFlag) => boolean) =>
    flagsWith(commands, isWanted).join("|");
  const [run] = commands;
  return `# Completes ${program} in bash. In ~/.bashrc: source <(${program} completions bash)
_${program}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  # --flag=value comes as three words.
  if [[ $cur == "=" ]]; then cur=""
  elif [[ $prev == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  local words=() i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${
    pattern(({ value }) => value !== undefined)
  }) if [[ \${COMP_WORDS[i + 1]} == "=" ]]; then ((i += 2)); else ((i++)); fi ;;
      -?*) ;;
      *) words+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  local flags files
  case "\${words[0]} \${words[1]}" in
${commands.slice(1).map((command) => `    ${branchOf(command)}`).join("\n")}
    *) ${setOf(run)} ;;
  esac
  case "$prev" in
    ${pattern(({ value }) => value === "file")})
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      return ;;
    ${pattern(({ value }) => value === "text")}) COMPREPLY=(); return ;;
  esac
  if [[ $cur == -* ]]; then mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur"); return; fi
  local names=""
  if ((\${#words[@]} == 0)); then names="${firsts.join(" ")}"; fi
  if ((\${#words[@]} == 1)); then
    case "\${words[0]}" in
${
    [...seconds].map(([first, two]) =>
      `      ${first}) names="${two.map(({ name }) => name.split(" ")[1]).join(" ")}" ;;`
    ).join("\n")
  }
${
    commands.filter(({ choices }) => choices.length > 0).map(({ name, choices }) =>
      `      ${name}) names="${choices.join(" ")}" ;;`
    ).join("\n")
  }
    esac
    if [[ -n $names ]]; then files=""; fi
  fi
  mapfile -t COMPREPLY < <(compgen -W "$names" -- "$cur")
  if [[ -n $files ]]; then
    compopt -o filenames
    mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(
      compgen -d -- "$cur"
      compgen -f -X "!$files" -- "$cur"
    )
  fi
}
complete -F _${program} ${program}
`;
}

function branchOf(command: Completed): string {
  const { name } = command;
  return `${name.includes(" ") ? `"${name}"` : `"${name} "*`}) ${setOf(command)} ;;`;
}

function setOf(command: Completed | undefined): string {
  const flags = command?.flags.map(({ name }) => `--${name}`).join(" ") ?? "";
  return `flags="${flags}" files="${command?.files ?? ""}"`;
}
