#!/bin/sh
# Payara Micro unpacked, for only that can use an archive of classes: build.sh DIRECTORY, by ../build.sh.
set -eu
home=$1
java -jar target/server/payara-micro.jar --rootdir "$home/server" --addlibs "$home/postgresql.jar" --outputlauncher
cp server-config/payara-micro/* "$home"

# The balancer is another machine.
address=configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address
grep -q "^set $address=127.0.0.1$" "$home/pre-boot.asadmin"
sed -i.bak "s/^set $address=.*/set $address=0.0.0.0/" "$home/pre-boot.asadmin"
rm "$home/pre-boot.asadmin.bak"
