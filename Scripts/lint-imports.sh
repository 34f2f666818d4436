#!/usr/bin/env bash
# Says which imports point in a wrong direction: one line for each, FILE:LINE: error: …
# usage: lint-imports.sh [FOLDER]
set -euf # The stars in the rules below are no names of files.
cd -- "${1:-$(dirname -- "$0")/..}"

# A folder or a file, and what it may import. A file may import what its folder may, and what its own row names.
# SwiftPM is no judge of that: it lets a target import whatever a dependency of a dependency brings along.
rules='
Sources/ContentBlocks                                   Synchronization
Sources/MarkdownTranslator                              ContentBlocks
Sources/MarkdownTranslator/Bytes.swift                  Glibc Musl Darwin
Sources/MarkdownTranslator/Parsing/CommonMarkParser.swift       CCMarkGFM CMarkBudget
Sources/MarkdownTranslator/Parsing/FrontMatter/YAMLReader.swift CYAML
Sources/OKRClient                                       ContentBlocks Synchronization
Sources/OKRClient/Platform.swift                        Glibc Musl Darwin
Sources/OKRClient/Transport/AsyncHTTPTransport.swift    AsyncHTTPClient NIO*
Sources/OKRSandbox                                      ContentBlocks Glibc Musl Darwin
Sources/OKRSandbox/SandboxServer.swift                  NIO* Synchronization
Sources/okrmd                                           *
'

# Whether a file may import a module.
allows() {
  local place modules module
  while read -r place modules; do
    [[ $1 == "$place" || $1 == "$place"/* ]] || continue
    # shellcheck disable=SC2053
    for module in $modules; do [[ $2 == $module ]] && return; done
  done <<<"$rules"
  return 1
}

# Attributes and an access level may stand before the word, the kind of a declaration behind it.
attributes='(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*'
level='((public|package|internal|fileprivate|private)[[:space:]]+)?'
kind='((typealias|struct|class|enum|protocol|let|var|func)[[:space:]]+)?'
pattern="^[[:space:]]*$attributes${level}import[[:space:]]+$kind\`?([A-Za-z_][A-Za-z_0-9]*)"

imports=$(grep -rnE --include=*.swift "$pattern" Sources)
faults=0
while IFS=: read -r file line text; do
  [[ $text =~ $pattern ]]
  module=${BASH_REMATCH[-1]}
  allows "$file" "$module" && continue
  echo "$file:$line: error: must not import $module; what may be imported stands in Scripts/lint-imports.sh"
  faults=$((faults + 1))
done <<<"$imports"
echo "lint-imports: $(wc -l <<<"$imports") imports, $faults wrong"
[ "$faults" -eq 0 ]
