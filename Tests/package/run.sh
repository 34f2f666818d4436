#!/bin/sh
# Installs the Debian package with apt into new roots of two releases, and uses it there.
# usage: run.sh [SUITE...]   (bookworm and trixie by default); needs root
set -eu
cd "$(dirname "$0")/../.."
package=$(realpath .build/package/okrmd_*.deb)
mirror=$(sed -n 's|^URIs: *\(.*/debian\)/*$|\1|p; s|^deb \(http[^ ]*/debian\)/* .*|\1|p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
work=$(mktemp -d)
trap 'umount "$work"/*/proc 2>/dev/null || :; rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

lintian --fail-on error "$package"

for suite in ${*:-bookworm trixie}; do
  root=$work/$suite
  echo "package: $suite"
  debootstrap --variant=minbase "$suite" "$root" "${mirror:-http://deb.debian.org/debian}" >"$work/log" 2>&1 || {
    tail -n 20 "$work/log"
    exit 1
  }
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || :
  cp /etc/hosts "$root/etc/hosts" 2>/dev/null || :
  mount -t proc proc "$root/proc"
  cp "$package" "$root/tmp/okrmd.deb"
  cp Examples/weekly.md Examples/conversion.png "$root/tmp"
  chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q /tmp/okrmd.deb | tail -n 3
  chroot "$root" env -i HOME=/root PATH=/usr/bin:/bin LC_ALL=C.UTF-8 sh -eu -c '
    cd /tmp
    okrmd --version
    okrmd convert --diagnostics none weekly.md | grep -q textRun
    okrmd check --strict weekly.md >/dev/null 2>&1 || [ $? -eq 1 ]
    okrmd sandbox --record 7041857032248410131 >sandbox &
    server=$!
    until grep -q OKRMD_BASE_URL sandbox && grep -q OKRMD_TOKEN sandbox; do kill -0 $server; sleep 0.1; done
    . ./sandbox
    okrmd push --adopt --progress-id 7041857032248410131 weekly.md
    kill $server
    test -s /usr/share/man/man1/okrmd.1.gz
    test -s /usr/share/bash-completion/completions/okrmd'
  chroot "$root" apt-get purge -y -q okrmd >/dev/null
  test ! -e "$root/usr/bin/okrmd"
  umount "$root/proc"
  echo "package: $suite passed"
done
