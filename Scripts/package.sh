#!/bin/sh
# Makes the Debian package and the archive in .build/package. Two builds at the same path give the same bytes: every
# time in them is that of the newest entry in debian/changelog.
set -eu
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -STimestamp)
version=$(dpkg-parsechangelog -SVersion)
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
output=.build/package
rm -rf "$output" debian/okrmd
mkdir -p "$output"

debian/rules binary

name=okrmd-$version-linux-$(uname -m)
mkdir "$output/$name"
cp -R debian/okrmd/usr/bin debian/okrmd/usr/share "$output/$name"
# What the archive has of Debian's own folders is the documentation.
rm -f "$output/$name/share/doc/okrmd/changelog.gz" "$output/$name/share/doc/okrmd/changelog.Debian.gz"
cp LICENSE CHANGELOG.md "$output/$name"
tar --create --directory "$output" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
  --mode='go+u,go-w' "$name" | gzip -9 -n >"$output/$name.tar.gz"
rm -rf "${output:?}/$name" debian/okrmd debian/.debhelper debian/files debian/*.substvars debian/*.debhelper.log debian/debhelper-build-stamp
(cd "$output" && sha256sum ./*.deb ./*.tar.gz)
