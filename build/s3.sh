#!/usr/bin/env bash
# Installs the server of S3 that tests of file storage run against (an npm package, as locked) in .build/s3; nothing where it is there.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
target="$root/.build/s3"
cmp -s "$root/build/s3/package-lock.json" "$target/package-lock.json" && [[ -d $target/node_modules/s3rver ]] && exit 0
mkdir -p "$target"
cp "$root/build/s3/package.json" "$root/build/s3/package-lock.json" "$target/"
# No scripts of packages are run.
if ! npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel error; then
    rm -rf -- "$target"
    exit 1
fi
