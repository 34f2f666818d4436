#!/bin/sh
# The whole way of a note, with no account: convert it, push it with its picture, read it back.
# usage: demo.sh OKRMD
set -eu
okrmd=$(realpath -- "$1")
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
sandbox=''
trap '[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null; rm -rf "$folder"' EXIT
# A shell that a signal ends does not come to what it traps at its exit.
trap 'exit 130' HUP INT TERM

# Nothing of the demo is remembered, and no proxy or token of yours is used.
export XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache"
unset OKRMD_TOKEN OKRMD_APP_ID OKRMD_APP_SECRET OKRMD_BASE_URL OKRMD_BRAND || true

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
show() {
  printf '\n%s$ okrmd %s%s\n' "$bold" "$*" "$plain"
  "$okrmd" "$@"
}

record=7041857032248410131
echo "A sandbox stands in for Feishu on this machine:"
"$okrmd" sandbox --record "$record" >"$folder/sandbox" &
sandbox=$!
until grep -q '^# export' "$folder/sandbox"; do
  kill -0 "$sandbox"
  sleep 0.1
done
cat "$folder/sandbox"
# shellcheck disable=SC1091
. "$folder/sandbox"

show check Examples/weekly.md
show convert --diagnostics none --pretty Examples/weekly.md | head -n 24
echo '  …'
show push Examples/weekly.md
show push --hook Examples/weekly.md
show pull "$record"
