#!/bin/sh
# Payara Micro unpacked, for only that can use an archive of classes: build.sh DIRECTORY, by ../build.sh.
set -eu
home=$1
java -jar target/server/payara-micro.jar --rootdir "$home/server" --addlibs "$home/postgresql.jar" --outputlauncher
cp server-config/payara-micro/pre-boot.asadmin server-config/payara-micro/logging.properties "$home"

# It writes where its launcher lies: what it writes leads to WORK.
mv "$home/server/config" "$home/config"
for written in config applications generated autodeploy logs; do
  ln -s "$WORK/server/$written" "$home/server/$written"
done
