// The page of one run.

const { run, facts } = DATA;

start(() => `${pick(STATUS[run.verdict].name)} · ${t(run.events?.length ? 'faultsTitle' : 'pageTitle')} · ${as.instant(run.startedAt)}`, (draw) => [
    verdict(run, facts),
    figures(facts),
    ...(run.events?.length ? withFaults(draw) : [plan(), ...judgements(), chartSection(draw), latencies(), recovery()]),
    section('environment', t('environment'), environment(run)),
].filter(Boolean));

/** Whether the promises were kept is the first question to a run with faults; to a load test, how much it stood. */
function withFaults(draw) {
    return [...judgements(), stretches(), recovery(), chartSection(draw), happened(), plan(), latencies()];
}

function plan() {
    return section('plan', t('plan'), table(null, facts.plan.map((fact) => [say(fact.name), el('strong', {}, say(fact.value)), el('span', { class: 'muted' }, say(fact.note))]), [1], 'facts'));
}

function judgements() {
    return [
        run.checks?.length ? section('checks', t('checks'), judged(run.checks, 'detail')) : null,
        run.invariants?.length ? section('invariants', t('invariants'), judged(run.invariants, 'summary')) : null,
    ];
}

function judged(all, sentence) {
    return el('ul', { class: 'judged' }, all.map((one) => el('li', { class: one.status },
        pill(one.status),
        el('strong', {}, /^I\d+$/.test(one.id) ? el('span', { class: 'id' }, one.id) : null, say(one.title)),
        el('span', { class: 'muted' }, say(one[sentence])),
        evidence(one))));
}

function evidence(one) {
    if (!one.evidence?.length) return null;
    const many = one.total > one.evidence.length ? `${as.count(one.evidence.length)} / ${as.count(one.total)}` : as.count(one.evidence.length);
    return el('details', { id: `evidence-${one.id}`, open: one.status === 'FAIL' },
        el('summary', {}, `${t('evidence')} (${many})`),
        el('pre', {}, one.evidence.join('\n')));
}

function chartSection(draw) {
    const { charts, missing } = chartsOf(run);
    if (!charts.length) return section('charts', t('charts'), el('p', { class: 'muted' }, t('noSeries')));
    return section('charts', t('charts'),
        el('div', { class: 'hint' }, el('span', {}, t('chartsHint')), logChoice(draw)),
        el('div', { class: 'charts' }, charts.map(chartBox)),
        missing.length ? el('p', { class: 'muted' }, `${t('notMeasured')}: ${missing.join(' · ')}`) : null);
}

function latencies() {
    const known = [run.latencyMs, ...run.outcomes.map((one) => one.latencyMs)];
    const columns = ['min', 'mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'].filter((column) => known.some((one) => one?.[column] != null));
    const names = columns.map((column) => ({ min: t('min'), mean: t('mean'), max: t('slowest') })[column] || percentileName(column));
    const sent = run.requests.sent;
    const row = (name, status, count, latency) => [
        name, status || '–', told(count, as.count), count !== null && sent ? as.share(count / sent) : '–',
        ...columns.map((column) => told(latency?.[column], as.msNumber)),
    ];
    const answered = run.outcomes.filter((one) => one.status).reduce((sum, one) => sum + (one.count || 0), 0);
    return section('latencies', t('latencies'), table(
        [t('outcome'), t('status'), t('count'), t('share'), ...names],
        [
            ...run.outcomes.map((one) => row(
                el('span', { class: 'key', style: `--key: var(--${outcomeColor(one)})` }, say(one.name) || one.label), one.status, one.count ?? null, one.latencyMs)),
            row(el('strong', {}, t('all')), '', run.outcomes.length ? answered : null, run.latencyMs),
        ],
        [1, 2, 3, ...columns.map((column, i) => i + 4)], 'dense'));
}

function recovery() {
    const rows = (run.recovery || []).map((one) => {
        const missing = one.status === 'FAIL' ? t('never') : t('tooFew');
        return [say(one.what), one.afterMs === null || one.afterMs === undefined ? missing : as.ms(one.afterMs), told(one.withinMs, as.ms), pill(one.status || 'NOT_JUDGED')];
    });
    const more = (name, value) => { if (value !== null && value !== undefined) rows.push([name, value, '', '']); };
    more(t('lastRow'), run.afterwards?.lastRowMs != null ? as.ms(run.afterwards.lastRowMs) : null);
    more(t('drained'), run.afterwards?.drainedMs != null ? as.ms(run.afterwards.drainedMs) : null);
    more(t('influx'), run.influx ? `${told(run.influx.requestsInInflux, as.count)} / ${told(run.influx.requestsInK6, as.count)}` : null);
    return rows.length ? section('recovery', t('recovery'), table([t('what'), t('after'), t('within'), ''], rows, [1, 2])) : null;
}

/** Before the faults, during each, and after them. */
function stretches() {
    if (!run.stretches?.length) return null;
    const rows = run.stretches.map((one) => [
        [el('strong', {}, say(one.name)), el('div', { class: 'muted' }, say(one.what))],
        one.from == null ? '' : `${as.moment(one.from)} – ${told(one.to, as.moment)}`,
        told(one.acceptedP99Ms, as.ms), told(one.refusedP99Ms, as.ms), told(one.slowestMs, as.ms),
        (one.outcomes || []).map((outcome) => `${say(outcome.name)} ${told(outcome.count, as.count)}`).join(' · '),
    ]);
    return section('stretches', t('stretches'),
        table([t('stretch'), t('span'), t('p99of202'), t('p99ofRefused'), t('slowestAnswer'), t('came')], rows, [1, 2, 3, 4]));
}

function happened() {
    if (!run.happened?.length) return null;
    const rows = run.happened.map((one) => [
        told(one.at, as.moment),
        el('span', { class: `origin ${one.origin}` }, t(one.origin)),
        one.origin === 'lab' ? el('strong', {}, say(one.what)) : say(one.what),
    ]);
    return section('happened', t('happened'), el('p', { class: 'muted' }, t('happenedHint')), table(null, rows, [0], 'happened'));
}
