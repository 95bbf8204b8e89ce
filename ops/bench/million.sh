#!/usr/bin/env bash
# A start with 1,000,000 claims in the log: seconds until ready, and the heap.
# usage: ops/bench/million.sh
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

start_servers
start_service
define 103 1000000
lab load --scenario issue-heavy --coupon 103 --closed 256 --requests 1000000 --duration 600 >"$out/million.log" 2>&1
lab rows --data-dir "$data" --coupon 103 --expect 1000000
kill "$service"
wait "$service" 2>/dev/null
for run in 1 2 3; do
    began=$(date +%s%N)
    start_service
    echo "run $run: ready $((($(date +%s%N) - began) / 1000000)) ms after its start (launcher and JVM included)"
    curl -s http://127.0.0.1:8080/coupons/103
    echo
    curl -s http://127.0.0.1:8080/metrics | grep -E '^jvm_memory_used_bytes\{area="heap"' || true
    kill "$service"
    wait "$service" 2>/dev/null
done
