# Sourced by the other scripts here: real servers in a data directory of their own, and the service beside them, so that
# any of them can be broken alone. Ends what it started, by process id.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=$root/.seonchak/bench
out=${BENCH_OUT:-$root/target/bench}
mkdir -p "$out"

setting() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" "$data/stack.json"; }
child() { sed -n 's/^pid=//p' "$data/children/$1.child"; }
ready() { curl -sf -o /dev/null http://127.0.0.1:8080/health/ready; }

# Waits for a command to succeed: await SECONDS COMMAND…
await() {
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $until ] || { echo "not in time: $*" >&2; exit 1; }
        sleep 0.1
    done
}

start_servers() {
    "$root/seonchak" run --stack-only --reset --data-dir "$data" >"$out/servers.log" 2>&1 &
    servers=$!
    trap stop_all EXIT
    await 300 grep -q Ctrl-C "$out/servers.log"
    export SEONCHAK_REDIS_URL SEONCHAK_KAFKA_URL SEONCHAK_MYSQL_URL SEONCHAK_ADMIN_TOKEN
    SEONCHAK_REDIS_URL=$(setting redisUrl)
    SEONCHAK_KAFKA_URL=$(setting kafkaUrl)
    SEONCHAK_MYSQL_URL=$(setting mysqlUrl)
    SEONCHAK_ADMIN_TOKEN=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d " \n")
    export SEONCHAK_LOG_REPLICATION_FACTOR=1 SEONCHAK_LOG_MIN_INSYNC_REPLICAS=1 SEONCHAK_HTTP_HOST=127.0.0.1
}

start_service() {
    "$root/seonchak" serve >>"$out/service.log" 2>&1 &
    service=$!
    await 120 ready
}

# Defines a coupon: define ID QUANTITY
define() {
    curl -sf -o /dev/null -X POST http://127.0.0.1:8080/admin/coupons -H "Authorization: Bearer $SEONCHAK_ADMIN_TOKEN" \
        -d "{\"couponId\":$1,\"name\":\"bench $1\",\"quantity\":$2}"
}

lab() { "$root/seonchak" lab "$@"; }
audit() { "$root/seonchak" audit "$@"; }
processes() { echo "service=$service,kafka=$(child Kafka),mysql=$(child MySQL),redis=$(child Redis)"; }

# A JVM that has compiled its hot paths, as it has on the day: SECONDS of issuing on a coupon that nobody looks at again.
warm_up() {
    define 900001 10000000
    lab load --scenario issue-heavy --coupon 900001 --rate 3000 --duration "$1" >"$out/warm-up.log" 2>&1
    lab load --scenario refusals --coupon 900002 --rate 5000 --duration 10 >>"$out/warm-up.log" 2>&1
}

# A server that answers one constant refusal on a port; its process is $floor.
start_floor() {
    lab floor --port "$1" >"$out/floor.log" 2>&1 &
    await 120 grep -q pid "$out/floor.log"
    floor=$(sed -n 's/.* pid \([0-9]*\).*/\1/p' "$out/floor.log")
}

stop_floor() {
    kill "$floor"
    await 10 sh -c "! kill -0 $floor 2>/dev/null"
}

stop_all() {
    kill -CONT "$(child Redis)" "$(child MySQL)" 2>/dev/null
    kill "${service:-}" 2>/dev/null
    wait "${service:-}" 2>/dev/null
    kill "$servers" 2>/dev/null
    wait "$servers" 2>/dev/null
}
