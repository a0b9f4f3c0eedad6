#!/bin/sh
# cassbench in one file. Behind these lines is an archive of the program and of Deno, which the first start unpacks into
# the cache folder. CASSBENCH_CACHE names another one; CASSBENCH_PERMISSIONS, such as "-P", takes the place of -A.
set -eu

fail() {
  printf 'error: Cannot unpack cassbench %s\nhint: set CASSBENCH_CACHE to a folder that you can write to, on a disk with 200 MB left\n' "$1" >&2
  exit 1
}

caches=${CASSBENCH_CACHE:-}
if [ -z "$caches" ]; then
  if [ "$(uname -s)" = Darwin ]; then
    user=${HOME:+$HOME/Library/Caches}
  else
    user=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
  fi
  [ -n "$user" ] || fail 'as HOME is not set'
  caches=$user/cassbench
fi
# Another cassbench or another Deno has another name, so each is unpacked once.
program=$caches/programs/@NAME@

if [ ! -x "$program/deno" ]; then
  mkdir -p "$caches/programs" 2>/dev/null || fail "into $caches"
  own=$(mktemp -d "$caches/programs/unpacking.XXXXXX" 2>/dev/null) || fail "into $caches"
  trap 'rm -rf "$own"' EXIT INT TERM HUP
  mkdir "$own/@NAME@"
  tail -n +@LINE@ "$0" | tar -xzf - -C "$own/@NAME@" || fail "into $caches"
  # Of several that start for the first time at once, one is first, and the others take what it unpacked.
  mv "$own/@NAME@" "$caches/programs/" 2>/dev/null || [ -x "$program/deno" ] || fail "into $caches"
  rm -rf "$own"
  trap - EXIT INT TERM HUP
fi

export DENO_DIR="$program/deno_dir" DENO_NO_UPDATE_CHECK=1
# shellcheck disable=SC2086 # Several words.
exec "$program/deno" run ${CASSBENCH_PERMISSIONS:--A} --cached-only --quiet "$program/mod.ts" "$@"
