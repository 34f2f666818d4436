#!/usr/bin/env bash
# Puts wrong imports into a copy of the sources, one at a time, and looks whether the lint finds each.
set -eu
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
passed=0
failed=0

# Appends a line to a file; the lint must name the file, the line and the module, or say nothing of it.
#   import found|fine FILE LINE-OF-CODE MODULE
import() {
  local file=$2 name="$3 in $2" status=0 number said
  rm -rf -- "$work/Sources"
  cp -R -- "$root/Sources" "$work"
  # Else the line would make a file of its own.
  [ -f "$work/$file" ] || { echo "FAIL: there is no $file" && exit 1; }
  echo "$3" >>"$work/$file"
  number=$(wc -l <"$work/$file")
  said=$("$root/Scripts/lint-imports.sh" "$work") || status=$?
  if case $1 in
    found) [ "$status" -eq 1 ] && [[ $said == "$file:$number: error: must not import $4;"* ]] ;;
    fine) [ "$status" -eq 0 ] && [[ $said != *error* ]] ;;
  esac; then
    echo "ok $1: $name"
    passed=$((passed + 1))
  else
    echo "FAIL $1: $name"
    echo "$said"
    failed=$((failed + 1))
  fi
}

import found Sources/ContentBlocks/JSON/ByteBuffer.swift 'import MarkdownTranslator' MarkdownTranslator
import found Sources/ContentBlocks/JSON/ByteBuffer.swift 'import Foundation' Foundation
import found Sources/MarkdownTranslator/Lines/LineSink.swift 'import CCMarkGFM' CCMarkGFM
import found Sources/MarkdownTranslator/Lines/LineSink.swift 'import Glibc' Glibc
import found Sources/MarkdownTranslator/Translator/Translator.swift 'import OKRClient' OKRClient
import found Sources/OKRClient/BaseURL.swift 'import MarkdownTranslator' MarkdownTranslator
import found Sources/OKRClient/BaseURL.swift 'import NIOCore' NIOCore
import found Sources/OKRSandbox/Sandbox.swift 'import AsyncHTTPClient' AsyncHTTPClient
import found Sources/OKRSandbox/Sandbox.swift '  @testable import OKRClient' OKRClient
import found Sources/OKRSandbox/Sandbox.swift '@_spi(Some) public import struct OKRClient.Brand' OKRClient
import fine Sources/ContentBlocks/JSON/ByteBuffer.swift 'import Synchronization'
import fine Sources/ContentBlocks/JSON/ByteBuffer.swift '// import Foundation'
import fine Sources/OKRClient/Transport/AsyncHTTPTransport.swift 'import NIOHTTP2'
import fine Sources/okrmd/Okrmd.swift 'import OKRSandbox'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
