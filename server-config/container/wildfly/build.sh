#!/bin/sh
# WildFly, configured: build.sh DIRECTORY, by ../build.sh.
set -eu
home=$1
cp -R target/server/wildfly-*.Final "$home/server"
script=$PWD/server-config/wildfly/configure.cli
cd "$home"
JBOSS_HOME=$home/server "$home/server/bin/jboss-cli.sh" --file="$script"
test -f server/standalone/configuration/rowhouse.xml
