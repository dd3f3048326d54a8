#!/bin/sh
# Runs Payara Micro, by start.sh.
set -eu
mkdir -p "$WORK/server/applications" "$WORK/server/generated" "$WORK/server/autodeploy" "$WORK/server/logs"
cp -R "$BASE/config" "$WORK/server/config"
chmod -R u+w "$WORK/server/config"
# shellcheck disable=SC2086
exec java $JAVA_OPTS -Djava.awt.headless=true -Dslf4j.internal.verbosity=ERROR \
  -jar "$BASE/server/launch-micro.jar" \
  --prebootcommandfile "$BASE/pre-boot.asadmin" --logproperties "$BASE/logging.properties" \
  --nocluster --disablephonehome --shutdowngrace 3000 --port "$PORT" --contextroot / --deploy "$BASE/rowhouse.war"
