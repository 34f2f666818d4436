#!/bin/sh
# Installs the Debian packages that a task needs when they are missing, and says so.
# usage: setup.sh [build|editors|page|readme|docs|bench|growth]
set -eu

case ${1:-build} in
  # cmark-gfm carries the GFM specification that the tests convert.
  build) packages='libcmark-gfm-dev libcmark-gfm-extensions-dev cmark-gfm libyaml-dev pkg-config' ;;
  # vim-tiny cannot start jobs; vim can. curl and jq look into the sandbox, bsdutils has script.
  editors) packages='vim neovim emacs-nox git curl jq bsdutils' ;;
  # The font has the Chinese characters of the example note.
  page) packages='chromium fonts-noto-cjk python3' ;;
  readme) packages='python3 git jq' ;;
  docs) packages='python3' ;;
  bench) packages='cmark-gfm hyperfine pandoc valgrind time jq mawk gcc libc6-dev binutils' ;;
  growth) packages='valgrind python3 binutils' ;;
  *)
    echo "setup: there is nothing to set up for '$1'; it is build, editors, page, readme, docs, bench or growth" >&2
    exit 64
    ;;
esac

missing=''
for package in $packages; do
  case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
    'install ok installed') ;;
    *) missing="$missing $package" ;;
  esac
done
# An image without documentation leaves the specification out.
if [ "${1:-build}" = build ] && [ -z "$missing" ] && [ ! -f /usr/share/doc/cmark-gfm/spec.txt.gz ]; then
  missing=' cmark-gfm'
fi
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || {
  echo "setup: please install:$missing" >&2
  exit 1
}
if [ "$(id -u)" -eq 0 ]; then sudo=''; else sudo='sudo'; fi
echo "setup: installing$missing${sudo:+ (with sudo)}"
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --reinstall --no-install-recommends \
  -o Dpkg::Options::=--path-include=/usr/share/doc/cmark-gfm/* $missing >/dev/null
