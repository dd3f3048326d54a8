#!/bin/sh
# What the container runs: the server of this layout, and SIGTERM lets the node leave before it ends.
set -eu
export ROWHOUSE_LEAVE_FILE="${ROWHOUSE_LEAVE_FILE:-${WORK:-/tmp/rowhouse}.leave}"
bin=$(dirname "$0")
exec sh "$bin/serve.sh" sh "$bin/start.sh"
