#!/bin/sh
# Installs the packages that a task needs when they are missing: Debian's with apt, a Mac's with Homebrew.
# usage: setup.sh [build|test|parsers|editors|page|readme|install|docs|bench|growth|package]
set -eu
task=${1:-build}

missing() {
  echo "setup: please install: $*" >&2
  exit 1
}

case $(uname) in
  Darwin)
    case $task in
      build) packages='cmark-gfm libyaml pkgconf' ;;
      test | readme | docs | growth) packages='python' ;;
      bench) packages='hyperfine pandoc python' ;;
      *)
        echo "setup: '$task' runs on Debian only" >&2
        exit 69
        ;;
    esac
    # In a formula's build the libraries are there, and brew is not to be found.
    if [ "$task" = build ] && pkg-config --exists libcmark-gfm yaml-0.1 2>/dev/null; then exit; fi
    command -v brew >/dev/null || missing "Homebrew (https://brew.sh), then: brew install $packages"
    for package in $packages; do
      brew list --versions "$package" >/dev/null 2>&1 || brew install --quiet "$package"
    done
    exit
    ;;
esac

case $task in
  # libcurl4 and the certificates are needed to send, not to build.
  build) packages='libcmark-gfm-dev libcmark-gfm-extensions-dev libyaml-dev pkg-config libcurl4 ca-certificates' ;;
  # cmark-gfm has the GFM specification that the tests convert; python3 runs a TLS server for the tests.
  test) packages='cmark-gfm python3 git' ;;
  parsers) packages='util-linux python3' ;;
  # vim-tiny cannot start jobs; vim can. curl and jq query the sandbox, bsdutils has script.
  editors) packages='vim neovim emacs-nox git curl jq bsdutils' ;;
  # The font has the Chinese characters of the example note.
  page) packages='chromium fonts-noto-cjk python3' ;;
  readme) packages='python3 curl jq' ;;
  install) packages='zsh fish python3 binutils' ;;
  docs) packages='python3' ;;
  bench) packages='cmark-gfm hyperfine pandoc valgrind time python3 gcc libc6-dev binutils' ;;
  growth) packages='valgrind python3 binutils' ;;
  package) packages='debootstrap debhelper dpkg-dev lintian binutils' ;;
  *)
    echo "setup: unknown task '$task'; use build, test, parsers, editors, page, readme, install, docs, bench, growth or package" >&2
    exit 64
    ;;
esac

needed=''
for package in $packages; do
  case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
    'install ok installed') ;;
    *) needed="$needed $package" ;;
  esac
done
# An image without documentation leaves the specification out.
if [ "$task" = test ] && [ -z "$needed" ] && [ ! -f /usr/share/doc/cmark-gfm/spec.txt.gz ]; then
  needed=' cmark-gfm'
fi
[ -n "$needed" ] || exit 0

command -v apt-get >/dev/null || missing "$needed"
if [ "$(id -u)" -eq 0 ]; then sudo=''; else sudo='sudo'; fi
echo "setup: installing$needed${sudo:+ (with sudo)}"
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --reinstall --no-install-recommends \
  -o Dpkg::Options::=--path-include=/usr/share/doc/cmark-gfm/* $needed >/dev/null
