#!/bin/sh
# WildFly, by start.sh: what standalone.sh does, with what the server writes in WORK.
set -eu
base=$WORK/standalone
mkdir -p "$base/deployments"
cp -R "$BASE/server/standalone/configuration" "$base"
chmod -R u+w "$base/configuration"
ln -s "$BASE/rowhouse.war" "$base/deployments/rowhouse.war"
open=
for package in lang lang.invoke lang.reflect util util.concurrent; do
  open="$open --add-opens=java.base/java.$package=ALL-UNNAMED"
done
# shellcheck disable=SC2086
exec java $JAVA_OPTS -Djava.awt.headless=true $open --add-opens=java.naming/javax.naming=ALL-UNNAMED \
  "-Dlogging.configuration=file:$base/configuration/logging.properties" \
  -jar "$BASE/server/jboss-modules.jar" -mp "$BASE/server/modules" org.jboss.as.standalone \
  "-Djboss.home.dir=$BASE/server" "-Djboss.server.base.dir=$base" \
  "-Djboss.http.port=$PORT" -c rowhouse.xml
