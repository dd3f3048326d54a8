#!/usr/bin/env bash
# Exit code 0 when this node answers 200: health.sh [PATH]. Needs nothing but bash.
{ exec 3<>"/dev/tcp/127.0.0.1/${PORT:-8080}"; } 2>/dev/null || exit 1
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' \
  "${1:-/control/v1/health/live}" >&3
read -r -t 5 _ status _ <&3 && [ "$status" = 200 ]
