// The load-test plan, for any rate and any target. Every option is an environment variable with the plan's value as its
// default, so this runs by hand as well as under ./seonchak loadtest:
//
//   k6 run -e TARGET=http://localhost:8080 -e COUPON=8 ops/k6/coupon-issue.js
//
// Where it differs from ops/k6/plan.js, the script that the plan came with:
//   - the timeout stands among the request's parameters; as a fourth argument k6 ignores it
//   - 409 and 410 are expected answers, so http_req_failed counts failures and nothing else
//   - every outcome is counted (coupon_outcomes) and timed (coupon_answer) under the tag "outcome"
//   - who asked, when, and for which serial goes along as metadata: --out csv then is a history that can be audited, and no
//     time series of InfluxDB is made of it
import http from 'k6/http';
import { check } from 'k6';
import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';

const number = (name, otherwise) => (__ENV[name] === undefined ? otherwise : Number(__ENV[name]));

const target = __ENV.TARGET || 'http://localhost:8080';
const coupon = __ENV.COUPON || '8';
const firstUser = number('FIRST_USER', 1);
const users = number('USERS', 50000);
const timeout = __ENV.TIMEOUT || '120s';
// rate:duration, rate:duration, …
const stages = (__ENV.STAGES || '1000:30s,2500:30s,5000:30s,100:30s').split(',').map((stage) => {
    const [rate, duration] = stage.split(':');
    return { target: Number(rate), duration };
});

const outcomes = [
    'accepted',
    'already-issued',
    'sold-out',
    'closed',
    'not-open',
    'unknown-coupon',
    'outcome-unknown',
    'overloaded',
    'log-unavailable',
    'other',
    'timeout',
    'reset',
    'connect-error',
];

// k6 only sums up by tag what a threshold names; these hold always.
const byOutcome = Object.fromEntries(
    outcomes.flatMap((outcome) => [
        [`coupon_outcomes{outcome:${outcome}}`, ['count>=0']],
        [`coupon_answer{outcome:${outcome}}`, ['max>=0']],
    ]),
);
const limits = {
    dropped_iterations: ['count==0'],
    http_req_failed: [`rate<=${number('MAX_FAILED', 0)}`],
};
if (__ENV.P95_MS) limits['http_req_duration'] = [`p(95)<=${number('P95_MS')}`];
if (__ENV.P99_MS) limits['http_req_duration'] = [...(limits['http_req_duration'] || []), `p(99)<=${number('P99_MS')}`];

export const options = {
    scenarios: {
        coupon_issuance: {
            executor: 'ramping-arrival-rate',
            startRate: number('START_RATE', 300),
            timeUnit: '1s',
            // 5,000/s wait out a fifth of a second; k6 makes more too slowly to catch up.
            preAllocatedVUs: number('VUS', 1000),
            maxVUs: number('MAX_VUS', 10000),
            stages,
            gracefulStop: __ENV.GRACEFUL_STOP || '30s',
        },
    },
    // What nobody asks for costs k6 time with every sample.
    systemTags: ['status', 'name', 'error_code', 'expected_response', 'scenario'],
    thresholds: { ...byOutcome, ...limits },
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'max', 'p(50)', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)'],
};

http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 409, 410));

const counted = new Counter('coupon_outcomes');
const answered = new Trend('coupon_answer', true);

// The same words as everywhere in this project: the "code" of a problem, or what the client saw.
function outcomeOf(res) {
    if (res.status >= 200 && res.status < 300) return 'accepted';
    if (res.status === 409) return 'already-issued';
    if (res.status > 0) {
        const code = /"code":"([a-z-]+)"/.exec(res.body || '');
        return code && outcomes.includes(code[1]) ? code[1] : 'other';
    }
    if (res.error_code === 1050) return 'timeout';
    // Looking up, dialling: not one byte of the request has left.
    if ((res.error_code >= 1100 && res.error_code < 1200) || (res.error_code >= 1210 && res.error_code < 1220)) {
        return 'connect-error';
    }
    return 'reset';
}

// Looked up once for each virtual user: both are slow to get.
let began;
let metadata;

export default function () {
    if (metadata === undefined) {
        began = exec.scenario.startTime;
        metadata = exec.vu.metrics.metadata;
    }
    const user = firstUser + Math.floor(Math.random() * users);
    const sent = Date.now();
    const res = http.post(`${target}/coupons/${user}/issue-async?couponId=${coupon}`, null, {
        tags: { name: 'CouponIssue' },
        timeout,
    });
    const outcome = outcomeOf(res);
    let asked = `${began}|${sent}|${user}`;
    if (outcome === 'accepted') {
        const serial = /"serial":(\d+)/.exec(res.body);
        if (serial) asked += `|${serial[1]}`;
    }
    metadata.asked = asked;
    answered.add(res.timings.duration, { outcome });
    delete metadata.asked;
    counted.add(1, { outcome });
    check(res, { 'status is 2xx': (r) => r.status >= 200 && r.status < 300 });
}

// For a program that asks for numbers; a person gets k6's own summary.
export const handleSummary = __ENV.SUMMARY
    ? (data) => ({ [__ENV.SUMMARY]: JSON.stringify(data) })
    : undefined;
