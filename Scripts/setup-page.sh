#!/bin/sh
# Installs the Debian packages that the browser tests of the page need when they are missing, and says so.
set -eu

# The fonts are for the Chinese of the screenshots.
packages='chromium fonts-noto-cjk python3'

missing=''
for package in $packages; do
  case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
    'install ok installed') ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || {
  echo "setup-page: please install:$missing" >&2
  exit 1
}
if [ "$(id -u)" -eq 0 ]; then sudo=''; else sudo='sudo'; fi
echo "setup-page: installing$missing${sudo:+ (with sudo)}"
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
