#!/bin/sh
# Builds the conversion with the parser of Debian 13 and only the five headers that every installation of cmark-gfm
# has, and runs the conversion's tests with it. The system stays as it is: what is fetched goes to .build/parsers.
# usage: run.sh [SWIFT]
set -eu
swift=$(command -v "${1:-swift}")
root=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$root/.build/parsers
suite=trixie
headers='cmark-gfm.h cmark-gfm-core-extensions.h cmark-gfm-extension_api.h cmark-gfm_export.h cmark-gfm_version.h'

fail() {
  echo "test-parsers: $*" >&2
  exit 1
}

# 1. The packages, with lists of their own.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f "$keyring" ] || fail "there is no $keyring; install debian-archive-keyring"
mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/deb"
echo "deb [signed-by=$keyring] http://deb.debian.org/debian $suite main" >"$work/apt/sources.list"
apt() {
  apt-get -qq -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$work/apt/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/apt/cache" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}
apt update
rm -rf "${work:?}/deb" "$work/debian" && mkdir "$work/deb"
(
  cd "$work/deb"
  # The names of the libraries' packages have the version in them.
  packages='libcmark-gfm-dev libcmark-gfm-extensions-dev'
  for package in $packages; do
    packages="$packages $(apt-cache -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
      -o Dir::State::Lists="$work/apt/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/apt/cache" \
      depends "$package" | sed -n 's/.*Depends: \(libcmark-gfm[a-z-]*[0-9].*\)/\1/p')"
  done
  # shellcheck disable=SC2086
  apt download $(printf '%s\n' $packages | sort -u)
)
for package in "$work"/deb/*.deb; do dpkg-deb -x "$package" "$work/debian"; done
libraries=$(dirname "$(find "$work/debian" -name libcmark-gfm.so)")

# 2. A root with its libraries and the five headers.
rm -rf "$work/root"
mkdir -p "$work/root/include" "$work/root/pkgconfig"
for header in $headers; do cp "$work/debian/usr/include/$header" "$work/root/include"; done
cat >"$work/root/pkgconfig/libcmark-gfm.pc" <<END
Name: libcmark-gfm
Description: The parser under test
Version: 0
Cflags: -I$work/root/include
Libs: -L$libraries -lcmark-gfm -lcmark-gfm-extensions
END
# The YAML library's folder, which may be that of the system's parser, must not be searched first.
printf 'Name: yaml\nDescription: YAML\nVersion: 0\nCflags:\nLibs: -lyaml\n' >"$work/root/pkgconfig/yaml-0.1.pc"
version=$(sed -n 's/.*CMARK_GFM_VERSION_STRING "\(.*\)"/\1/p' "$work/root/include/cmark-gfm_version.h")

# 3. No other header of the parser is asked for.
clang=$(dirname "$(readlink -f "$swift")")/clang
[ -x "$clang" ] || clang=cc
for source in Sources/CMarkBudget/parse.c Sources/CCMarkGFM/shim.h; do
  "$clang" -M -x c -I "$work/root/include" -I "$root/Sources/CMarkBudget/include" "$root/$source" | tr ' \\' '\n\n' |
    grep -E '/(cmark|houdini)' | grep -v "^$root/Sources" | while read -r header; do
    [ "$(dirname "$header")" = "$work/root/include" ] || fail "$source includes $header"
  done
done

# 4. The tests.
package=$work/package
mkdir -p "$package"
for name in Package.swift Sources Tests Documentation Examples Fuzzing README.md; do ln -sfn "$root/$name" "$package/$name"; done
export OKRMD_CONVERSION_ONLY=1 PKG_CONFIG_PATH="$work/root/pkgconfig" LD_LIBRARY_PATH="$libraries"
export OKRMD_EXPECTED_PARSER="$version"
echo "The conversion's tests with $version:"
"$swift" test --package-path "$package" --scratch-path "$work/build" --quiet
