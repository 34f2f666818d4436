#!/usr/bin/env bash
# Installs okrmd into a temporary folder and looks at what is there.
# usage: run.sh FOLDER-OF-THE-BINARIES
set -u
BUILD=$(realpath -- "${1:?the folder of the release binaries is missing}")
ROOT=$(cd -- "$(dirname -- "$0")/../.." && pwd)
WORK=$(mktemp -d)
trap 'rm -rf -- "$WORK"' EXIT
PREFIX=$WORK/usr
passed=0
failed=0

# is NAME COMMAND…: the command must succeed.
is() {
  local name=$1
  shift
  if "$@" >"$WORK/said" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $name"
    cat "$WORK/said"
  fi
}

same() { diff <(printf '%s\n' "$1") <(printf '%s\n' "$2"); }

# The names of a command's long options: in its help, and in its manual page.
in_help() { "$OKRMD" $1 --help | grep -oE -- '(^|[ ,(/])--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u; }
in_page() { grep -oE -- '(Fl|,) -[a-z][a-z-]*' "$1" | sed 's/.* /-/' | sort -u; }

is 'installing' "$ROOT/Scripts/install.sh" "$BUILD" "$PREFIX"
OKRMD=$PREFIX/bin/okrmd
is 'it says its version and that of the parser' grep -qE '^okrmd [0-9.]+ \(cmark-gfm [0-9a-z.]+\)$' <("$OKRMD" --version)
is 'it converts' grep -q '"textRun"' <(printf '**周报**\n' | "$OKRMD" convert)
is 'it needs the C library alone' same 'libc.so.6 libm.so.6' \
  "$(ldd "$OKRMD" | grep -oE '^[[:space:]]*lib[a-z_+-]+\.so\.[0-9]+' | tr -d '[:blank:]' | sort | paste -sd ' ')"
is 'it has no symbols' grep -q 'no symbols' <(nm "$OKRMD" 2>&1)

commands=$("$OKRMD" --help | sed -n '/^SUBCOMMANDS:/,/^$/p' | grep -oE '^  [a-z]+' | tr -d ' ')
is 'there are commands' test -n "$commands"
for command in $commands; do
  page=$PREFIX/share/man/man1/okrmd.$command.1
  is "$command: the manual page has the options of the help" same "$(in_help "$command")" "$(in_page "$page")"
  is "$command: the help has examples" grep -q "  okrmd $command\|okrmd $command" <("$OKRMD" "$command" --help | sed -n '/^Example/,/^USAGE/p')
done
is 'the help has examples' grep -q '  okrmd convert' <("$OKRMD" --help)
is 'the completions for bash are bash' bash -n "$PREFIX/share/bash-completion/completions/okrmd"
for completions in "$PREFIX/share/zsh/site-functions/_okrmd" "$PREFIX/share/fish/vendor_completions.d/okrmd.fish"; do
  for command in $commands; do is "$completions names $command" grep -q "$command" "$completions"; done
done

is 'removing' "$ROOT/Scripts/install.sh" --remove "$PREFIX"
is 'nothing is left' same '' "$(find "$PREFIX" -type f)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
