#!/usr/bin/env bash
# The plan under both engines, on the same warm service: the lab's own generator, then real k6. Do they see the same?
# usage: ops/bench/agree.sh          needs k6: go install go.k6.io/k6@latest
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

start_servers
start_service
warm_up 60
define 8 25000
sleep 2

lab load --scenario seed --coupon 8 --users 50000 --connections 256 --cpu "$(processes)" --history "$out/agree.csv" \
    >"$out/agree-lab.log" 2>&1
sed -n '/^requests/,$p' "$out/agree-lab.log"
audit --coupon 8 --history "$out/agree.csv"

"$root/seonchak" loadtest --target http://127.0.0.1:8080 --coupon 9 --results "$out/agree-k6" --lang en
awk -F'"' '/"label"/ { label = $4 } /"count"|"p50"|"p95"|"p99"|"max"/ && label { print label, $2 $3 } /"series"/ { exit }' "$out/agree-k6/run.json"
