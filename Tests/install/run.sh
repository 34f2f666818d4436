#!/usr/bin/env bash
# Installs okrmd into a temporary folder and looks at what is there.
# usage: run.sh FOLDER-OF-THE-BINARIES
# Not -e: what goes wrong is a check that fails, and the others follow.
set -u
build=$(realpath -- "${1:?the folder of the release binaries is missing}")
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
prefix=$work/usr
passed=0
failed=0

# is NAME COMMAND…: the command must succeed.
is() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    echo "ok $name"
    passed=$((passed + 1))
  else
    echo "FAIL $name"
    cat "$work/said"
    failed=$((failed + 1))
  fi
}

same() { diff <(printf '%s\n' "$1") <(printf '%s\n' "$2"); }

# The names of a command's long options: in its help, and in its manual page.
in_help() { "$okrmd" "$1" --help | sed -n '/^USAGE/,$p' | grep -oE -- '(^|[ ,(/])--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u; }
in_page() { grep -oE -- '(Fl|,) -[a-z][a-z-]*' "$1" | sed 's/.* /-/' | sort -u; }

is 'installing' "$root/Scripts/install.sh" "$build" "$prefix"
okrmd=$prefix/bin/okrmd
is 'it says its version and that of the parser' grep -qE '^okrmd [0-9.]+ \(cmark-gfm [0-9a-z.]+\)$' <("$okrmd" --version)
is 'it converts' grep -q '"textRun"' <(printf '**周报**\n' | "$okrmd" convert)
is 'it needs the C library alone' same 'libc.so.6 libm.so.6' \
  "$(ldd "$okrmd" | grep -oE '^[[:space:]]*lib[a-z_+-]+\.so\.[0-9]+' | tr -d '[:blank:]' | sort | paste -sd ' ')"
is 'it has no symbols' grep -q 'no symbols' <(nm "$okrmd" 2>&1)

commands=$("$okrmd" --help | sed -n '/^SUBCOMMANDS:/,/^$/p' | grep -oE '^  [a-z]+' | tr -d ' ')
is 'there are commands' test -n "$commands"
for command in $commands; do
  page=$prefix/share/man/man1/okrmd.$command.1
  is "$command: the manual page has the options of the help" same "$(in_help "$command")" "$(in_page "$page")"
  for section in 'EXIT STATUS' ENVIRONMENT FILES; do
    is "$command: the manual page has $section" grep -q "^.Sh $section" "$page"
  done
  is "$command: the help has examples" grep -q "okrmd $command" <("$okrmd" "$command" --help | sed -n '/^Example/,/^USAGE/p')
done
is 'the help has examples' grep -q '  okrmd convert' <("$okrmd" --help)
is 'the completions for bash are bash' bash -n "$prefix/share/bash-completion/completions/okrmd"
for completions in "$prefix/share/zsh/site-functions/_okrmd" "$prefix/share/fish/vendor_completions.d/okrmd.fish"; do
  for command in $commands; do is "${completions##*/} names $command" grep -q "$command" "$completions"; done
done

is 'Tab completes in bash, zsh and fish' "$root/Tests/install/completions.py" "$prefix"

is 'removing' "$root/Scripts/install.sh" --remove "$prefix"
is 'nothing is left' same '' "$(find "$prefix" -type f)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
