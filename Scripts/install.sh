#!/bin/sh
# Installs the release binary, its manual pages and its completions below a prefix, or removes them.
# usage: install.sh FOLDER-OF-THE-BINARY PREFIX
#        install.sh --remove PREFIX
set -eu
prefix=$2
bash=$prefix/share/bash-completion/completions/okrmd
zsh=$prefix/share/zsh/site-functions/_okrmd
fish=$prefix/share/fish/vendor_completions.d/okrmd.fish

if [ "$1" = --remove ]; then
  rm -f "$prefix/bin/okrmd" "$prefix/share/man/man1/okrmd.1" "$prefix/share/man/man1"/okrmd.*.1 "$bash" "$zsh" "$fish"
  echo "removed okrmd from $prefix"
  exit
fi

okrmd=$1/okrmd
install -d "$prefix/bin" "$prefix/share/man/man1" "${bash%/*}" "${zsh%/*}" "${fish%/*}"
install -s -m 755 "$okrmd" "$prefix/bin/okrmd"
# The date of the sources, so that the same sources give the same pages.
date=$(git -C "${0%/*}" log -1 --format=%cs 2>/dev/null || date +%F)
"$1/generate-manual" "$okrmd" --multi-page --date "$date" --output-directory "$prefix/share/man/man1" >/dev/null
"$okrmd" --generate-completion-script bash >"$bash"
"$okrmd" --generate-completion-script zsh >"$zsh"
"$okrmd" --generate-completion-script fish >"$fish"
echo "installed okrmd below $prefix"
