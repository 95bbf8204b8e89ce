// The page of two runs: A, B, and what B has over A.

const { a, b, comparison } = DATA;
const JUDGEMENTS = { BETTER: ['▲', 'better'], WORSE: ['▼', 'worse'], EVEN: ['≈', 'even'], UNKNOWN: ['', 'notMeasured'] };

start(() => `${t('compareTitle')} · ${as.instant(a.run.startedAt)} | ${as.instant(b.run.startedAt)}`, (draw) => [
    el('h1', { class: 'title' }, t('compareTitle')),
    el('div', { class: 'pair' }, side('A', a), side('B', b)),
    comparison.warnings.length ? el('section', { id: 'warnings', class: 'warning' },
        el('h2', {}, t('differs')), el('ul', {}, comparison.warnings.map((one) => el('li', {}, say(one))))) : null,
    section('comparison', t('comparison'),
        table(['', 'A', 'B', t('difference'), ''], comparison.rows.map(figure), [1, 2, 3], 'comparison'),
        el('p', { class: 'muted' }, t('noise'))),
    chartSection(draw),
    el('div', { class: 'pair', id: 'environment' },
        section('environment-a', `A · ${t('environment')}`, environment(a.run)),
        section('environment-b', `B · ${t('environment')}`, environment(b.run))),
].filter(Boolean));

function side(name, one) {
    return el('div', { id: `side-${name}` }, el('div', { class: `badge ${name}` }, name), verdict(one.run, one.facts));
}

function figure(row) {
    const [sign, word] = JUDGEMENTS[row.judgement];
    return [say(row.name), say(row.a), say(row.b), row.difference, el('span', { class: `judgement ${row.judgement}` }, `${sign} ${t(word)}`)];
}

function chartSection(draw) {
    const charts = [...outcomesOfBoth(), ...overlaid()];
    return section('charts', t('charts'),
        charts.length
            ? [el('div', { class: 'hint' }, el('span', {}, t('chartsHint')), logChoice(draw)), el('div', { class: 'charts' }, charts.map(chartBox))]
            : el('p', { class: 'muted' }, t('noSeries')));
}

/** Stacks cannot lie over each other: they stand beside each other, on the same axes. */
function outcomesOfBoth() {
    const both = [['A', a.run], ['B', b.run]].map(([name, run]) => ({
        id: `outcomes-${name}`, title: `${name} · ${t('outcomes')}`, kind: 'stack', unit: as.count, seconds: commonSeconds(), events: run.events || [],
        series: outcomeLines(run).map((one) => ({ ...one, values: onCommonSeconds(run, one.values) })),
    })).filter((chart) => chart.series.length);
    const top = Math.max(0, ...both.flatMap((chart) => stacked(chart.series, () => true)[0]));
    const rows = Math.max(0, ...both.map((chart) => chart.events.length));
    return both.map((chart) => ({ ...chart, max: top, rows }));
}

function commonSeconds() {
    return [...new Set([a, b].flatMap(({ run }) => run.series?.second || []))].sort((x, y) => x - y);
}

/** A column with gaps where only the other run has seconds. */
function onCommonSeconds(run, values) {
    const at = new Map((run.series?.second || []).map((second, i) => [second, values?.[i] ?? null]));
    return commonSeconds().map((second) => at.get(second) ?? null);
}

function overlaid() {
    const seconds = commonSeconds();
    const events = [['A', a.run], ['B', b.run]].flatMap(([name, run]) => (run.events || []).map((event) => ({
        ...event, label: { en: `${name}: ${event.label?.en || ''}`, ko: `${name}: ${event.label?.ko || ''}` },
    })));
    const log = state.log === 'on';
    const chart = (id, title, unit, column, look = {}) => ({
        id, title, unit, kind: 'lines', seconds, events, ...look,
        series: [['A', a.run, 'blue', {}], ['B', b.run, 'orange', { dash: [6, 3] }]]
            .flatMap(([name, run, color, lineLook]) => lineOf(name, color, onCommonSeconds(run, column(run.series || {})), lineLook)),
    });
    const processes = [...new Set([a, b].flatMap(({ run }) => (run.series?.processes || []).map((one) => one.name)))];
    const process = (s, name) => (s.processes || []).find((one) => one.name === name);
    return [
        chart('rate', t('sentRate'), as.count, (s) => s.sent),
        chart('accepted', t('accepted'), as.count, (s) => s.byOutcome?.accepted),
        ...['p50', 'p95', 'p99', 'p999'].map((p) => chart(`latency-${p}`, `${t('latency')}: ${percentileName(p)}`, as.ms, (s) => s.latencyMs?.[p], { log })),
        chart('latency202-p99', `${t('latency202')}: p99`, as.ms, (s) => s.latencyMsByOutcome?.accepted?.p99, { log }),
        chart('stock', t('stock'), as.count, (s) => s.stock),
        chart('lag', t('lag'), as.count, (s) => s.lag),
        chart('waiting', t('waiting'), as.count, (s) => s.waiting),
        ...processes.flatMap((name, i) => [
            chart(`cpu-${i}`, `${t('cpu')}: ${nameOf(name)}`, as.cores, (s) => process(s, name)?.cpu),
            chart(`memory-${i}`, `${t('memory')}: ${nameOf(name)}`, as.bytes, (s) => process(s, name)?.rssBytes),
        ]),
        chart('redisMemory', t('redisMemory'), as.bytes, (s) => s.redisMemoryBytes),
    ].filter((one) => one.series.length);
}
