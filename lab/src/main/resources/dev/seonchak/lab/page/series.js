// From the series of a run to charts.

const OUTCOME_ORDER = ['accepted', 'already-issued', 'sold-out', 'closed', 'not-open', 'unknown-coupon'];
const OUTCOME_COLORS = {
    accepted: 'green', 'already-issued': 'sky', 'sold-out': 'gray', closed: 'slate', 'not-open': 'purple', 'unknown-coupon': 'purple',
    'outcome-unknown': 'orange', overloaded: 'yellow', 'log-unavailable': 'pink', timeout: 'red', reset: 'red',
};
const PERCENTILE_COLORS = { p50: 'green', p90: 'sky', p95: 'blue', p99: 'orange', p999: 'red', max: 'pink' };
const LINE_COLORS = ['blue', 'orange', 'green', 'pink', 'red', 'sky', 'purple', 'yellow'];

const outcomeColor = ({ label }) => OUTCOME_COLORS[label] || 'purple';
const percentileName = (key) => (key === 'p999' ? 'p99.9' : key);
const measured = (values) => Array.isArray(values) && values.some((value) => value !== null);

/** A line where it was measured, else nothing. */
const lineOf = (name, color, values, look = {}) => (measured(values) ? [{ name, color, values, ...look }] : []);

/** A breaker, and where there are several nodes, whose: "gate, api 1". */
const laneName = (key) => key.split(', ').map(nameOf).join(', ');

function outcomeName(run, label) {
    const known = run.outcomes.find((one) => one.label === label);
    return say(known?.name) || label;
}

/** 202s lie at the bottom of the stack, trouble on top. */
function outcomeLines(run) {
    const rank = (label) => (OUTCOME_ORDER.includes(label) ? OUTCOME_ORDER.indexOf(label) : OUTCOME_ORDER.length);
    return Object.entries(run.series?.byOutcome || {})
        .filter(([, values]) => values.some((value) => value > 0))
        .sort(([a], [b]) => rank(b) - rank(a))
        .flatMap(([label, values]) => lineOf(outcomeName(run, label), outcomeColor({ label }), values));
}

const percentileLines = (percentiles) => Object.entries(percentiles || {})
    .flatMap(([key, values]) => lineOf(percentileName(key), PERCENTILE_COLORS[key] || 'purple', values));

/** The charts of a run, and the titles of those for which nothing was measured. */
function chartsOf(run) {
    const s = run.series || { second: [] };
    const processes = s.processes || [];
    const byProcess = (column) => processes.flatMap((one, i) => lineOf(nameOf(one.name), LINE_COLORS[i % LINE_COLORS.length], one[column]));
    const log = state.log === 'on';
    const all = [
        { id: 'rate', wide: true, unit: as.count, series: [...lineOf(t('asked'), 'muted', s.asked, { dash: [5, 4], width: 2 }), ...lineOf(t('sent'), 'blue', s.sent)] },
        { id: 'outcomes', wide: true, unit: as.count, kind: 'stack', series: outcomeLines(run) },
        { id: 'latency', wide: true, unit: as.ms, log, series: percentileLines(s.latencyMs) },
        { id: 'latency202', unit: as.ms, log, series: percentileLines(s.latencyMsByOutcome?.accepted) },
        { id: 'stock', unit: as.count, series: lineOf(t('left'), 'green', s.stock, { fill: true }) },
        { id: 'lag', unit: as.count, series: lineOf(t('records'), 'orange', s.lag, { fill: true }), note: s.lag?.includes(null) && t('lagGap') },
        {
            id: 'pool', unit: as.count, series: [
                ...lineOf(t('active'), 'blue', s.pool?.active, { fill: true }),
                ...lineOf(t('pending'), 'red', s.pool?.pending),
                ...lineOf(t('max'), 'muted', s.pool?.max, { dash: [5, 4] }),
            ],
        },
        { id: 'cpu', unit: as.cores, series: byProcess('cpu') },
        { id: 'memory', unit: as.bytes, series: [...byProcess('rssBytes'), ...lineOf(t('heap'), 'muted', s.heapBytes, { dash: [5, 4] })] },
        { id: 'redisMemory', unit: as.bytes, series: lineOf(t('used'), 'orange', s.redisMemoryBytes, { fill: true }) },
        { id: 'waiting', unit: as.count, series: lineOf(t('requestsWaiting'), 'purple', s.waiting, { fill: true }) },
        {
            id: 'breakers', kind: 'lanes', unit: (value) => (value ? t('open') : t('closed')),
            series: Object.entries(s.breakers || {}).flatMap(([name, values], i) => lineOf(laneName(name), LINE_COLORS[i % LINE_COLORS.length], values)),
        },
    ].map((chart) => ({ kind: 'lines', title: t(chart.id), seconds: s.second, events: run.events || [], ...chart }));
    return {
        charts: all.filter((chart) => chart.series.length),
        missing: all.filter((chart) => !chart.series.length).map((chart) => chart.title),
    };
}
