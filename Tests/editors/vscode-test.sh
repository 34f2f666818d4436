# shellcheck shell=bash
# VS Code cannot run here. These checks are on its configuration, with what okrmd really prints on a terminal.
# Sourced by run.sh.

tasks=$HOOKS/vscode/tasks.json
folder="$WORK/vscode/周报 a"
mkdir -p "$folder"

jq -e . "$tasks" >/dev/null 2>&1
check 'vscode: tasks.json is valid JSON' $? 0
jq -e . "$HOOKS/vscode/keybindings.json" >/dev/null 2>&1
check 'vscode: keybindings.json is valid JSON' $? 0
check 'vscode: okrmd is run without a shell, the file after --' \
  "$(jq -c '[.tasks[] | select(.command == "okrmd") | [.type, .args[-2], (.args[-1] | endswith("}"))]] | unique' \
    "$tasks")" '[["process","--",true]]'
check 'vscode: the key runs check and push, after the save' \
  "$(jq -c '[.[0].args.commands[] | .args? // .]' "$HOOKS/vscode/keybindings.json")" \
  "$(jq -c '["workbench.action.files.save", .tasks[:2][].label]' "$tasks")"
check 'vscode: new, create and next are tasks' "$(jq -c '[.tasks[2:][].label]' "$tasks")" \
  '["okrmd: create","okrmd: new","okrmd: next"]'

# What the arguments of task $1 print for note $2 on a terminal, where okrmd shows the lines of the note too.
on_terminal() {
  local arguments=() quoted
  while IFS= read -r quoted; do
    # shellcheck disable=SC2016
    arguments+=("${quoted//'${file}'/$2}")
  done < <(jq -r --arg task "$1" '.tasks[] | select(.label == $task) | .args[]' "$tasks")
  quoted=$(printf '%q ' "$OKRMD" "${arguments[@]}")
  script -qec "$quoted" /dev/null </dev/null | tr -d '\r'
}

# The problems that the matchers of task $1 find in standard input: owner, file, line, severity, message, code.
# jq's regular expressions treat these patterns like JavaScript's.
problems() {
  jq -Rrn --slurpfile tasks "$tasks" --arg task "$1" '
    [inputs] as $lines
    | ($tasks[0].tasks[] | select(.label == $task) | .problemMatcher | if type == "array" then .[] else . end)
    | . as {$owner, $severity, $pattern}
    | $lines[] | match($pattern.regexp).captures | map(.string) as $groups
    | def group(name): if $pattern[name] then $groups[$pattern[name] - 1] else null end;
      [$owner, group("file"), group("line"), group("severity") // $severity, group("message"), group("code")]
    | map(select(. != null)) | join(" / ")'
}

note=$folder/'q"1'\''.md'
printf '%s\n' '---' 'okr:' '  percent: 5' '---' '' '中文 [甲](rel.md) 完' '' '*强调*' >"$note"
output=$(on_terminal 'okrmd: check' "$note")
check 'vscode: on a terminal the line of a warning is shown too' "$(grep -c '^  *^$' <<<"$output")" 1
check 'vscode: the matcher finds the diagnostics, and only those' "$(problems 'okrmd: check' <<<"$output")" \
  "okrmd / $note / 6 / warning / a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…) / link-dropped
okrmd / $note / 8 / note / emphasis shown as plain text / emphasis-dropped"

printf '%s\n' '---' 'okr:' '  progress_id: abc' '---' 'x' >"$note"
check 'vscode: front matter that is wrong is found with its line' \
  "$(on_terminal 'okrmd: check' "$note" | problems 'okrmd: check')" \
  "okrmd-error / $note / 3 / error / progress_id must be a positive whole number, as Feishu shows it"

check 'vscode: an error with a column is found as well' \
  "$(printf '%s:3:5: error: the front matter is wrong\n' "$note" | problems 'okrmd: check')" \
  "okrmd-error / $note / 3 / error / the front matter is wrong"

printf 'x\377' >"$note"
check 'vscode: a note that is not UTF-8 is found' \
  "$(on_terminal 'okrmd: check' "$note" | problems 'okrmd: check')" \
  "okrmd-error / $note / 1 / error / not UTF-8 at byte 1; save the file as UTF-8"

printf '%s\n' '---' 'okr:' '  progress_id: "1"' '---' 'x' >"$note"
found=$(OKRMD_BASE_URL=$AWAY_URL on_terminal 'okrmd: push' "$note" | problems 'okrmd: push')
case $found in
  "okrmd-push / $note / error / "*'cannot connect'*) found=yes ;;
esac
check 'vscode: a push that failed is a problem of the note' "$found" yes
