#!/bin/sh
# Lays out what an image holds: build.sh SERVER DIRECTORY, after "mvn package -PSERVER".
# WORK is the directory that a node of it writes to.
set -eu
export WORK="${WORK:-/tmp/rowhouse}"
server=$1
mkdir -p "$2"
home=$(cd "$2" && pwd)
cd "$(dirname "$0")/../.."
mkdir -p "$home/bin" "$home/archive"
(
  cd server-config
  cp leave.sh serve.sh container/entry.sh container/start.sh container/health.sh "container/$server/server.sh" "$home/bin"
)
cp target/rowhouse.war "$home"
driver=$(mktemp -d)
(cd "$driver" && jar -xf "$home/rowhouse.war" WEB-INF/lib)
mv "$driver"/WEB-INF/lib/postgresql-*.jar "$home/postgresql.jar"
rm -rf "$driver"
sh "server-config/container/$server/build.sh" "$home"
