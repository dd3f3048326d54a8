#!/bin/sh
# Runs a server so that SIGTERM lets the node leave before it ends: serve.sh COMMAND...
#
# For containers and for service managers that only know SIGTERM; give them more than a minute. LEAVE
# holds options of leave.sh, for example LEAVE="-n 15 -m 45".
set -u
rm -f "${ROWHOUSE_LEAVE_FILE:?must name a file}"
"$@" &
pid=$!
leave() {
  trap '' TERM INT
  # shellcheck disable=SC2086
  sh "$(dirname "$0")/leave.sh" ${LEAVE-}
  kill "$pid" 2>/dev/null
}
trap leave TERM INT
wait "$pid"
status=$?
trap '' TERM INT
if kill -0 "$pid" 2>/dev/null; then
  wait "$pid"
  status=$?
fi
rm -f "$ROWHOUSE_LEAVE_FILE"
exit "$status"
