#!/usr/bin/env bash
# What a refusal costs beside a bare Vert.x Router with a constant reply, turn by turn in one run.
# usage: ops/bench/refusals.sh
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

start_servers
start_service
define 8 1000
lab load --scenario issue-heavy --coupon 8 --rate 1000 --duration 2 >/dev/null 2>&1
start_floor 8090
lab compare-refusals --a http://127.0.0.1:8080 --a-pid "$service" --b http://127.0.0.1:8090 --b-pid "$floor" \
    --pairs 7 --run-s 5 --warmup-s 20
stop_floor
