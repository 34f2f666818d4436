#!/usr/bin/env bash
# Runs the hooks of Examples/editors in the real editors and in git, against okrmd's own sandbox.
# An editor that is not installed is skipped, or a failure with OKRMD_REQUIRE_EDITORS=1.
# usage: run.sh OKRMD [vim|neovim|emacs|vscode|git]…
# Not -e: what goes wrong is a check that fails, and the others follow.
set -u

OKRMD=$(realpath -- "${1:?the path of okrmd is missing}")
shift
TESTS=$(cd -- "$(dirname -- "$0")" && pwd)
HOOKS=$(cd -- "$TESTS/../../Examples/editors" && pwd)
WORK=$(mktemp -d)
RESULTS=$WORK/results
SANDBOX_PID=
finish() {
  [ -z "$SANDBOX_PID" ] || kill -CONT "$SANDBOX_PID" && kill "$SANDBOX_PID" && wait "$SANDBOX_PID"
  rm -rf -- "$WORK"
} 2>/dev/null
trap finish EXIT
trap 'exit 130' INT TERM

# Nothing of the user's own set-up, and no word of what the tests leave behind.
for name in $(compgen -e | grep -E '^(OKRMD_|GIT_|XDG_|VIM|EMACS|[Hh][Tt][Tt][Pp]|SAVES$|QUIT_ID$)'); do
  [ "$name" = OKRMD_REQUIRE_EDITORS ] || unset "$name"
done
export HOME=$WORK/home XDG_CONFIG_HOME=$WORK/home/config XDG_CACHE_HOME=$WORK/home/cache
export XDG_DATA_HOME=$WORK/home/data XDG_STATE_HOME=$WORK/home/state XDG_RUNTIME_DIR=$WORK/home/run
export LC_ALL=C.UTF-8 TERM=dumb GIT_CONFIG_NOSYSTEM=1
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
export OKRMD TESTS HOOKS WORK RESULTS
: >"$RESULTS"
: >"$WORK/pushes"

# The last digit is the test, the one before it the editor.
records=()
for id in {1..4}{1..9}; do records+=(--record "70418570322484101$id"); done
"$OKRMD" sandbox --limit 100000 "${records[@]}" >"$WORK/sandbox" 2>&1 &
SANDBOX_PID=$!
deadline=$((SECONDS + 20))
until grep -qs '^export OKRMD_TOKEN=' "$WORK/sandbox"; do
  if [ $SECONDS -ge $deadline ] || ! kill -0 "$SANDBOX_PID" 2>/dev/null; then
    cat "$WORK/sandbox"
    echo "FAIL the sandbox does not start"
    exit 1
  fi
  sleep 0.05
done
# shellcheck disable=SC1091
. "$WORK/sandbox"
# Nothing listens on port 1.
export SANDBOX_PID SANDBOX_URL=$OKRMD_BASE_URL AWAY_URL=http://127.0.0.1:1
# Beyond the environment, only files may hold the token.
(umask 077 && printf 'Authorization: Bearer %s\n' "$OKRMD_TOKEN" >"$WORK/header" \
  && printf '%s\n' "$OKRMD_TOKEN" >"$WORK/token")

check() {
  if [ "$2" = "$3" ]; then echo "ok $1"; else printf 'FAIL %s -- got %q\n' "$1" "$2"; fi >>"$RESULTS"
}

# A search that never finds anything would pass every time.
sh -c 'while :; do sleep 0.1; done' sh "$OKRMD_TOKEN" &
until [[ $(tr '\0' ' ' <"/proc/$!/cmdline") == *"$OKRMD_TOKEN"* ]]; do :; done 2>/dev/null
case $("$TESTS/sandbox" find-token) in
  *"sh $OKRMD_TOKEN"*) check 'tests: a token on a command line is found' yes yes ;;
  *) check 'tests: a token on a command line is found' no yes ;;
esac
{ kill $! && wait $!; } 2>/dev/null

shown=0
show() {
  tail -n "+$((shown + 1))" "$RESULTS"
  shown=$(wc -l <"$RESULTS")
}

# Runs the test of an editor; then saves and quits while the sandbox does not answer.
#   editor NAME DIGIT COMMAND…
editor() {
  local name=$1 digit=$2 saves text id
  shift 2
  export ID1=70418570322484101${digit}1 ID2=70418570322484101${digit}2
  if ! timeout 240 "$@" </dev/null >"$WORK/output" 2>&1; then
    echo "FAIL $name: the editor ended with an error: $(tail -n 5 "$WORK/output" | tr '\n' ' ')" >>"$RESULTS"
  fi
  show
  "$TESTS/sandbox" go
  for saves in 1 2; do
    id=70418570322484101$digit$((saves + 3))
    "$TESTS/sandbox" stop
    SAVES=$saves QUIT_ID=$id timeout 30 "$@" </dev/null >"$WORK/output" 2>&1
    check "$name: it quits during a push, after $saves saves" $? 0
    "$TESTS/sandbox" go
    [ "$saves" = 1 ] && text=甲 || text=乙
    deadline=$((SECONDS + 20))
    until [ "$("$TESTS/sandbox" text "$id")" = "$text" ] || [ $SECONDS -ge $deadline ]; do sleep 0.1; done
    check "$name: the last of $saves saves is pushed after the editor quit" "$("$TESTS/sandbox" text "$id")" "$text"
  done
  show
}

skip() {
  if [ "${OKRMD_REQUIRE_EDITORS:-}" = 1 ]; then
    echo "FAIL $1: $2" >>"$RESULTS"
  else
    echo "skip $1: $2" >>"$RESULTS"
  fi
  show
}

has() { command -v "$1" >/dev/null; }
wants() { [ $# -eq 1 ] || [[ " ${*:2} " == *" $1 "* ]]; }

for tool in curl jq; do
  has "$tool" || { echo "FAIL $tool is not installed; the tests cannot look into the sandbox"; exit 1; }
done

if wants vim "$@"; then
  if has vim && vim --version | grep -q '+job'; then
    editor vim 1 vim -es -N -u NONE -i NONE -n --cmd 'set encoding=utf-8 noswapfile' \
      --cmd "let g:okrmd_command = '$TESTS/watched-okrmd' | let g:okrmd_push_args = ['--retries', '0']" \
      -S "$HOOKS/vim/okrmd.vim" -S "$TESTS/vim-test.vim"
  else
    skip vim 'there is no Vim with +job'
  fi
fi

if wants neovim "$@"; then
  if has nvim; then
    editor neovim 2 nvim --headless -n -i NONE -u NONE -S "$TESTS/neovim-test.lua"
  else
    skip neovim 'it is not installed'
  fi
fi

if wants emacs "$@"; then
  if has emacs; then
    editor emacs 3 emacs --batch -Q -l "$HOOKS/emacs/okrmd.el" -l "$TESTS/emacs-test.el"
  else
    skip emacs 'it is not installed'
  fi
fi

if wants vscode "$@"; then
  # shellcheck source=SCRIPTDIR/vscode-test.sh
  . "$TESTS/vscode-test.sh"
  show
fi

if wants git "$@"; then
  if has git; then
    # shellcheck source=SCRIPTDIR/git-test.sh
    . "$TESTS/git-test.sh"
    show
  else
    skip git 'it is not installed'
  fi
fi

passed=$(grep -c '^ok ' "$RESULTS")
failed=$(grep -c '^FAIL ' "$RESULTS")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
