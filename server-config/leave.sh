#!/bin/sh
# Lets a node leave without a failed request: leave.sh [-n SECONDS] [-m SECONDS] [-u URL] [PID]
#
# Makes the file of ROWHOUSE_LEAVE_FILE, waits until balancers have noticed (-n, 10 s) and nothing is
# under way, but no longer than -m (60 s; without curl and wget always so long). Then, if a PID is
# given, ends that process and waits for it; one that is empty, not there or not yours is an error,
# and no file is made.
# Without: Kubernetes' preStop (PID 1 is ended by Kubernetes itself). With: by hand, or systemd's ExecStop:
# give it ${MAINPID} with the braces, which stays one word when the process has ended already.
set -u
notice=10 most=60 url=http://127.0.0.1:8080/control/v1/health/left
while getopts n:m:u: option; do
  case $option in
    n) notice=$OPTARG ;;
    m) most=$OPTARG ;;
    u) url=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
pid=${1-}

left() {
  if command -v curl >/dev/null 2>&1; then
    curl -fs -m 5 -o /dev/null "$url"
  else
    wget -q -T 5 -O /dev/null "$url" 2>/dev/null
  fi
}
gone() {
  [ -n "$pid" ] && ! kill -0 "$pid" 2>/dev/null
}

if [ $# -gt 0 ]; then
  kill -0 "${pid:?is empty: no process to end}" || exit 1
fi
: >"${ROWHOUSE_LEAVE_FILE:?must name a file}" || exit 1
waited=0
until [ "$waited" -ge "$most" ] || gone || { [ "$waited" -ge "$notice" ] && left; }; do
  sleep 1
  waited=$((waited + 1))
done
[ -n "$pid" ] || exit 0
kill "$pid" 2>/dev/null
while ! gone; do
  sleep 1
done
rm -f "$ROWHOUSE_LEAVE_FILE"
