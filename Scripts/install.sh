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
# Exit codes, variables and files of the reference, as sections of each page.
awk '
  /^## / { head = substr($0, 4) }
  /^\| (code|variable|file) \|/ { title = $2 == "code" ? "EXIT STATUS" : $2 == "variable" ? "ENVIRONMENT" : "FILES"; next }
  !/^\|/ { if (title) { if (open) print ".El"; open = 0; title = "" } next }
  !title || /^\| ---/ { next }
  {
    gsub(/`/, ""); gsub(/\\/, "\\e"); split($0, cell, / *\| */)
    if (!open) { print ".Sh " title; print ".Bl -tag -width 6n"; open = 1 }
    print ".It \\&" cell[2]; print "\\&" cell[3] (cell[4] == "" ? "" : "; " cell[4])
  }' "${0%/*}/../Documentation/reference.md" >"$prefix/share/man/man1/sections"
for page in "$prefix/share/man/man1"/okrmd*.1; do
  name=$(basename "$page" .1 | tr . ' ')
  { sed -e 's/^\.Nm "okrmd \(.*\)"/.Nm okrmd.\1/' -e "s/^\.Nm\$/.Nm \"$name\"/" -e '/^\.Sh "EXIT STATUS"/d' -e '/^\.Ex -std/d' -e 's/^$/.Pp/' "$page"; cat "$prefix/share/man/man1/sections"; } >"$page.new"
  mv "$page.new" "$page"
done
rm "$prefix/share/man/man1/sections"
"$okrmd" --generate-completion-script bash | sed '1{/^#!/d;}' >"$bash"
"$okrmd" --generate-completion-script zsh >"$zsh"
"$okrmd" --generate-completion-script fish >"$fish"
echo "installed okrmd below $prefix"
