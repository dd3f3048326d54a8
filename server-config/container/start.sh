#!/bin/sh
# Starts the server of this layout and becomes it.
#
# All that it writes goes to WORK, which is made anew, and to LOGS, so the rest may be read-only.
# TRAIN=DIRECTORY makes, when this run ends, the archive of classes that later starts use.
set -eu
BASE=$(cd "$(dirname "$0")/.." && pwd)
WORK=${WORK:-/tmp/rowhouse}
PORT=${PORT:-8080}
# the balancer is another machine
HTTP_ADDRESS=${HTTP_ADDRESS:-0.0.0.0}
export BASE WORK PORT HTTP_ADDRESS

rm -rf "$WORK"
mkdir -p "$WORK/tmp"
ln -s "${LOGS:-/var/log/rowhouse}" "$WORK/logs"
cd "$WORK"

ARCHIVE=
if [ -n "${TRAIN-}" ]; then
  if java -XX:+PrintFlagsFinal -version 2>/dev/null | grep -q AOTCacheOutput; then
    ARCHIVE=-XX:AOTCacheOutput=$TRAIN/classes.aot
  else
    ARCHIVE=-XX:ArchiveClassesAtExit=$TRAIN/classes.jsa
  fi
elif [ -f "$BASE/archive/classes.aot" ]; then
  ARCHIVE=-XX:AOTCache=$BASE/archive/classes.aot
elif [ -f "$BASE/archive/classes.jsa" ]; then
  ARCHIVE=-XX:SharedArchiveFile=$BASE/archive/classes.jsa
fi
export JAVA_OPTS="$ARCHIVE -Djava.io.tmpdir=$WORK/tmp ${JAVA_OPTS-}"
exec sh "$BASE/bin/server.sh"
