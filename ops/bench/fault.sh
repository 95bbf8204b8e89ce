#!/usr/bin/env bash
# Breaks one thing in the middle of the load-test plan's load, heals it, and holds what clients were told against the rows.
# usage: ops/bench/fault.sh kill-service | stop-redis | flush-redis | stop-mysql
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

break_at_s=35 # issuing goes on from 0 s to about 50 s
stopped_s=20

case ${1:-} in
    kill-service | stop-redis | flush-redis | stop-mysql) fault=$1 ;;
    *) sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

start_servers
start_service
warm_up 30
define 8 25000
sleep 2

lab load --scenario seed --coupon 8 --seed 1 --history "$out/$fault.csv" --json "$out/$fault.json" >"$out/$fault.log" 2>&1 &
load=$!
await 60 grep -q '^ *1 s' "$out/$fault.log"
sleep $((break_at_s - 1))
case $fault in
    kill-service)
        kill -9 "$service"
        wait "$service" 2>/dev/null
        start_service
        ;;
    flush-redis)
        exec 3<>/dev/tcp/127.0.0.1/16379
        printf 'FLUSHALL\r\n' >&3
        head -c 5 <&3 # +OK
        exec 3>&-
        ;;
    stop-redis) pid=$(child Redis) ;;
    stop-mysql) pid=$(child MySQL) ;;
esac
if [ -n "${pid:-}" ]; then
    kill -STOP "$pid"
    sleep $stopped_s
    kill -CONT "$pid"
fi
wait $load
sed -n '/^requests/,$p' "$out/$fault.log"
echo "seconds around the fault:"
grep -E "^ *($((break_at_s - 2))|$((break_at_s - 1))|$break_at_s|$((break_at_s + 1))|$((break_at_s + 2))|$((break_at_s + 3))|$((break_at_s + 5))|$((break_at_s + 10))|$((break_at_s + 15))) s " "$out/$fault.log"
lab rows --data-dir "$data" --coupon 8 --expect 25000
audit --coupon 8 --history "$out/$fault.csv"
