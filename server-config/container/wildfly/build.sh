#!/bin/sh
# WildFly, configured: build.sh DIRECTORY, by ../build.sh.
set -eu
home=$1
cp -R target/server/wildfly-*.Final "$home/server"
config=$PWD/server-config/wildfly
cd "$home"
JBOSS_HOME=$home/server server/bin/jboss-cli.sh --file="$config/configure.cli"
cp "$config/logging.properties" server/standalone/configuration
test -f server/standalone/configuration/rowhouse.xml
