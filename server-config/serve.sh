#!/bin/sh
# Runs a server so that SIGTERM lets the node leave before it ends: serve.sh COMMAND...
#
# For containers and for service managers that only know SIGTERM; give them more than a minute. LEAVE
# holds options of leave.sh, for example LEAVE="-n 15 -m 45".
set -u
rm -f "${ROWHOUSE_LEAVE_FILE:?must name a file}"
stopped=
leave() {
  trap '' TERM INT
  stopped=yes
  [ -n "${!-}" ] || return 0
  # shellcheck disable=SC2086
  sh "$(dirname "$0")/leave.sh" ${LEAVE-}
  kill "$!" 2>/dev/null
}
# First this, then the server: no signal may pass between them.
trap leave TERM INT
[ -z "$stopped" ] || exit 143
"$@" &
pid=$!
wait "$pid"
status=$?
trap '' TERM INT
if kill -0 "$pid" 2>/dev/null; then
  wait "$pid"
  status=$?
fi
rm -f "$ROWHOUSE_LEAVE_FILE"
exit "$status"
