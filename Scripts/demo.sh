#!/bin/sh
# A week with okrmd, without an account: login, a note of one's key results, records, a colleague's change, the next week.
# usage: demo.sh OKRMD
set -eu
okrmd=$(realpath -- "$1")
cd "$(dirname "$0")/.."
examples=$PWD/Examples
folder=$(mktemp -d)
sandbox=''
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null; rm -rf "$folder"' EXIT
# A shell that a signal ends does not run its exit trap.
trap 'exit 130' HUP INT TERM

# Nothing of the demo is remembered, and no login, proxy or token of yours is used.
export HOME="$folder" XDG_CONFIG_HOME="$folder/config" XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache"
unset OKRMD_TOKEN OKRMD_APP_ID OKRMD_APP_SECRET OKRMD_BASE_URL OKRMD_BRAND OKRMD_PEOPLE || true

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
say() { printf '\n%s# %s%s\n' "$bold" "$1" "$plain"; }
show() {
  printf '\n%s$ okrmd %s%s\n' "$bold" "$*" "$plain"
  "$okrmd" "$@"
}

# The same for a command that is to end with the exit code $1.
show_ending() {
  wanted=$1 code=0
  shift
  show "$@" || code=$?
  echo "(exit code $code)"
  [ "$code" -eq "$wanted" ]
}

# Writes a line below the comment number $2 of the note $1.
write() {
  number=0
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [ "$line" = '-->' ] || continue
    number=$((number + 1))
    [ "$number" -ne "$2" ] || printf '%s\n' "$3"
  done <"$1" >"$1.new"
  mv "$1.new" "$1"
}

# A picture for the note, and a sandbox in place of Feishu.
cp "$examples/conversion.png" "$folder"
"$okrmd" sandbox --allow-logins >"$folder/sandbox" &
sandbox=$!
until grep -q '^# export' "$folder/sandbox"; do
  kill -0 "$sandbox"
  sleep 0.1
done
OKRMD_BASE_URL=$(sed -n 's/^export OKRMD_BASE_URL=//p' "$folder/sandbox")
export OKRMD_BASE_URL
cd "$folder"

say 'A note becomes the content of a progress record'
show convert --diagnostics none --pretty "$examples/weekly.md" | head -n 24
echo '  …'

say "A sandbox simulates Feishu at $OKRMD_BASE_URL. Its login page has one button; here it is pressed at once."
OKRMD_APP_ID=cli_sandbox OKRMD_APP_SECRET=sandbox show login
show list

say 'Monday: a note with two of the key results'
show new --key-result 7041430377642082323 --key-result 7041430377642082326 w48.md
write w48.md 1 '
登录改版**已全量**，转化率 61%：

![漏斗](conversion.png)

- [x] 灰度 → 全量
- [ ] 海外版本'
write w48.md 2 '
Released on Tuesday, no hotfix.'
cat w48.md
show push --create w48.md

say 'Every save: only what changed'
show push --hook w48.md

say 'A colleague adds a line to the first record'
record=$(sed -n 's/.*progress_id: *"\{0,1\}\([0-9]*\).*/\1/p' w48.md | head -n 1)
(
  export XDG_STATE_HOME="$folder/colleague"
  show pull "$record" -o theirs.md
  printf '\n陈静：海外版本周四提测。\n' >>theirs.md
  show push theirs.md
)

say 'So the next push is refused, and merging keeps both'
write w48.md 2 'The build takes 9 minutes now.'
write w48.md 1 '数据来自周一的看板。'
show_ending 73 push w48.md
show pull --merge w48.md
show push w48.md

say "Next Monday: done tasks and last week's ids are gone"
show next w48.md -o w49.md
cat w49.md
