import { STATUS, type Status } from "./status.ts";
import { print } from "./terminal.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** For each shell, how it is told to ask `innate complete`, which prints what may stand in the place of the last word. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of innate in bash. For every new shell: echo 'source <(innate completion bash)' >> ~/.bashrc
_innate() {
  local word=\${COMP_WORDS[COMP_CWORD]} value about path
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    if [[ $value == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$word")
    else
      [[ $value == *= ]] && compopt -o nospace 2>/dev/null
      COMPREPLY+=("$value")
    fi
  done < <("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _innate innate
`,
  zsh: `#compdef innate
# Completion of innate in zsh. For every new shell: echo 'source <(innate completion zsh)' >> ~/.zshrc
_innate() {
  local line files
  local -a offers
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      files=1
    elif [[ -n $line ]]; then
      offers+=("\${\${line//:/\\\\:}/$'\\t'/:}")
    fi
  done
  (( $#offers )) && _describe innate offers
  [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _innate ]]; then _innate "$@"; else compdef _innate innate; fi
`,
  fish: `# Completion of innate in fish. For every new shell: innate completion fish > ~/.config/fish/completions/innate.fish
function __innate_complete
    set -l word (commandline -ct)
    set -l words (commandline -opc)
    for line in ($words[1] complete -- $words[2..-1] "$word" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path "$word"
        else
            echo $line
        end
    end
end
complete -c innate -f -a "(__innate_complete)"
`,
};

/** Prints the script that completes command lines of innate in a shell; returns the exit status. */
export function completionCommand(shell: Shell): Status {
  print(SCRIPTS[shell]);
  return STATUS.clean;
}
