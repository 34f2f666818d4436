#!/bin/sh
# Fills a folder with what makes a release binary link C libraries statically, so that it can be copied alone. SwiftPM has
# no option for that, and in the system's folders the linker prefers the shared ones. So this folder holds links to the
# archives alone, and pkg-config files that send the linker here. What has no archive stays shared.
# usage: static-libraries.sh FOLDER
set -eu
mkdir -p "$1"
folder=$(cd "$1" && pwd)
for library in cmark-gfm cmark-gfm-extensions yaml z stdc++; do
  archive=$("${CC:-cc}" -print-file-name="lib$library.a")
  if [ -f "$archive" ]; then ln -sf "$archive" "$folder/"; fi
done
for package in libcmark-gfm yaml-0.1; do
  source=$(pkg-config --variable=pcfiledir "$package" 2>/dev/null)/$package.pc
  if [ -f "$source" ]; then
    sed "s|^Libs: .*|Libs: -L$folder $(pkg-config --libs-only-l "$package")|" "$source" >"$folder/$package.pc"
  fi
done
