#!/bin/sh
# Payara Micro, by start.sh. Its root directory is where its launcher lies, and it writes there: so that is in WORK, and what it only reads is linked.
set -eu
root=$WORK/server
mkdir "$root"
ln -s "$BASE/server/runtime" "$BASE/server/launch-micro.jar" "$root"
cp -R "$BASE/server/config" "$BASE/server/docroot" "$BASE/server/lib" "$BASE/server/META-INF" "$root"
chmod -R u+w "$root/config"
# shellcheck disable=SC2086
exec java $JAVA_OPTS -Djava.awt.headless=true -Dslf4j.internal.verbosity=ERROR \
  -jar "$root/launch-micro.jar" \
  --prebootcommandfile "$BASE/pre-boot.asadmin" --logproperties "$BASE/logging.properties" \
  --nocluster --disablephonehome --shutdowngrace 3000 --port "$PORT" --contextroot / --deploy "$BASE/rowhouse.war"
