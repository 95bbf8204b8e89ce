#!/usr/bin/env bash
# The load-test plan's k6 script, unchanged: first against a server that answers one constant refusal (the floor: what k6
# itself reaches here), then against the service. 120 s each.
# usage: ops/bench/plan.sh          needs k6: go install go.k6.io/k6@latest
set -uo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/stack.sh"
export K6_NO_USAGE_REPORT=true K6_AUTO_EXTENSION_RESOLUTION=false

plan() { k6 run --quiet --summary-mode=full --summary-export "$out/plan-$1.json" --out csv="$out/plan-$1.csv" "$root/ops/k6/plan.js" >"$out/plan-$1.log" 2>&1; }

# Outcomes, and percentiles for each kind of answer, out of k6's points.
summarise() {
    echo "== $1"
    grep -E 'http_reqs|dropped|http_req_duration|vus_max' "$out/plan-$1.log"
    awk -F, '$1 == "http_req_duration" { for (i = 4; i <= NF; i++) if ($i ~ /^(0|[1-5][0-9][0-9])$/) { print $i, $3; break } }' \
        "$out/plan-$1.csv" | sort -k1,1 -k2,2n | awk '
        $1 != status { report(); status = $1; n = 0 } { v[++n] = $2 } END { report() }
        function report() { if (n) printf "%s: %d answers, p50 %.2f p95 %.2f p99 %.2f max %.2f ms\n", status, n,
            v[int(n * .5) + 1], v[int(n * .95) + 1], v[int(n * .99) + 1], v[n] }'
}

start_floor 8080
lab load --scenario refusals --coupon 8 --rate 5000 --duration 20 >/dev/null 2>&1
plan floor
stop_floor

start_servers
start_service
warm_up 60
define 8 25000
sleep 2
lab rows --data-dir "$data" --coupon 8 --expect 25000 --wait-s 200 >"$out/plan-rows.log" 2>&1 &
rows=$!
plan service
wait $rows
summarise floor
summarise service
cat "$out/plan-rows.log"
audit --coupon 8
curl -s http://127.0.0.1:8080/coupons/8
echo
