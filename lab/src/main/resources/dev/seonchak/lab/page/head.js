// What both pages begin and end with: a run's verdict, its first figures, where it ran.

function verdict(run, facts) {
    const line = [
        run.name, as.instant(run.startedAt), run.engine && [run.engine.name, run.engine.version].filter(Boolean).join(' '),
        run.commit && `${t('commit')} ${run.commit}`,
    ].filter(Boolean).join(' · ');
    return el('header', { class: `verdict ${run.verdict}` },
        el('div', { class: 'sign', 'aria-hidden': 'true' }, STATUS[run.verdict].sign),
        el('div', {},
            el('h1', {}, say(facts.verdict)),
            el('p', {}, say(facts.sentence)),
            el('p', { class: 'line' }, line)));
}

const figures = (facts) => el('div', { class: 'figures', id: 'figures' }, facts.figures.map((fact) => el('div', {},
    el('div', { class: 'name' }, say(fact.name)),
    el('div', { class: 'value' }, say(fact.value)),
    el('div', { class: 'muted' }, say(fact.note)))));

function environment(run) {
    const rows = [];
    const row = (name, value) => { if (value !== null && value !== undefined && value !== '') rows.push([name, value]); };
    const code = (text) => (text ? el('code', {}, text) : null);
    const { machine = {}, plan, coupon } = run;
    row(t('command'), code(run.command));
    row(t('commit'), code(run.commit));
    row(t('seed'), run.seed);
    row(t('engine'), run.engine && [run.engine.name, run.engine.version].filter(Boolean).join(' '));
    row(t('target'), code(run.target));
    row(t('coupon'), coupon && [coupon.id, coupon.quantity != null && `(${as.count(coupon.quantity)})`].filter(Boolean).join(' '));
    row(t('planLine'), planLine(plan));
    row(t('users'), plan.users != null ? as.count(plan.users) : null);
    row(t('vus'), plan.maxVus != null ? `${told(plan.preAllocatedVus, as.count)} – ${as.count(plan.maxVus)}` : null);
    row(t('machine'), machine && [
        machine.cpuModel, machine.cpus != null && `${machine.cpus} CPU`, machine.memoryBytes != null && as.bytes(machine.memoryBytes), machine.os,
    ].filter(Boolean).join(' · '));
    row(t('java'), machine?.java);
    row(t('startedAt'), as.instant(run.startedAt));
    row(t('duration'), as.seconds(run.seconds));
    return table(null, rows, [], 'environment');
}

/** Such as 300 → 1,000/s (30 s) → 2,500/s (30 s). */
function planLine(plan) {
    const stages = (plan.stages || []).map((stage) => `${told(stage.ratePerSecond, as.count)}/s (${told(stage.seconds, as.count)} s)`);
    return [plan.startRate != null ? `${as.count(plan.startRate)}/s` : null, ...stages].filter(Boolean).join(' → ');
}
