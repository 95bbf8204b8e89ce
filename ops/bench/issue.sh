#!/usr/bin/env bash
# Issuing alone, every user new: 5,000/s held for a minute, then as fast as it goes; rows counted and verified.
# usage: ops/bench/issue.sh
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

start_servers
start_service
warm_up 60
define 101 300000
define 102 200000
sleep 2

lab load --scenario issue-heavy --coupon 101 --rate 5000 --duration 60 --connections 256 --cpu "$(processes)" \
    --history "$out/issue.csv" >"$out/issue.log" 2>&1
sed -n '/^requests/,$p' "$out/issue.log"
lab rows --data-dir "$data" --coupon 101 --expect 300000
audit --coupon 101 --history "$out/issue.csv"

lab rows --data-dir "$data" --coupon 102 --expect 200000 --wait-s 120 >"$out/fastest-rows.log" 2>&1 &
rows=$!
lab load --scenario issue-heavy --coupon 102 --closed 256 --requests 200000 --duration 120 --cpu "$(processes)" \
    --history "$out/fastest.csv" >"$out/fastest.log" 2>&1
sed -n '/^requests/,$p' "$out/fastest.log"
wait $rows
cat "$out/fastest-rows.log"
audit --coupon 102 --history "$out/fastest.csv"
