// Charts as data, drawn by uPlot. A chart:
//   {id, title, unit, seconds, events, series: [{name, color, values, dash, fill, width}], kind: 'lines' | 'stack' | 'lanes', log, wide,
//    max: how far the axis reaches at least, rows: of names of events to leave room for}
// `values` are as long as `seconds`, null is a gap. `color` is the name of a CSS variable, so that it follows the theme.

const HEIGHT = { lines: () => 200, stack: () => 230, lanes: (lanes) => Math.max(120, 42 + 26 * lanes) };
const LABEL_ROW = 15;
const LABEL_FONT = '11px system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", NanumGothic, sans-serif';

// Steps that are round numbers of MiB and GiB.
const MEMORY_STEPS = [2 ** 10, 2 ** 20, 2 ** 30].flatMap((unit) => [1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * unit));

const onPaper = () => document.documentElement.classList.contains('paper');

let drawn = [];

const probe = document.createElement('i');
/** What a CSS variable is in the present theme: a canvas understands neither var() nor light-dark(). */
function color(name, alpha = 1) {
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${name})`;
    const rgb = getComputedStyle(probe).color;
    return alpha === 1 ? rgb : rgb.replace(/rgba?\(([^,]+),([^,]+),([^,)]+).*/, `rgba($1,$2,$3,${alpha})`);
}

function eraseCharts() {
    drawn.forEach(({ plot, watcher }) => {
        watcher.disconnect();
        plot.destroy();
    });
    drawn = [];
}

/** Draws into a box of the page; it must be in the document, for its width. */
function drawChart(chart, box) {
    const plot = new uPlot(options(chart, box), data(chart, () => true), box);
    const watcher = new ResizeObserver(() => {
        const width = box.clientWidth;
        if (width && width !== plot.width) plot.setSize({ width, height: plot.height });
    });
    watcher.observe(box);
    drawn.push({ plot, watcher });
}

function options(chart, box) {
    const rows = Math.min(2, chart.rows || chart.events.length);
    return {
        width: box.clientWidth,
        height: HEIGHT[chart.kind](chart.series.length) * (onPaper() ? 0.8 : 1) + rows * LABEL_ROW,
        padding: [8 + rows * LABEL_ROW, 14, 0, 0],
        cursor: {
            y: false,
            drag: { x: true, y: false },
            points: { size: 7 },
            sync: { key: 'seconds', setSeries: false, scales: ['x', null] },
        },
        legend: { markers: { width: 0, fill: (plot, i) => (i ? color(chart.series[i - 1].color) : 'transparent') } },
        scales: { x: { time: false }, y: scale(chart) },
        axes: axes(chart),
        series: [{ label: t('time'), value: (plot, s) => (s === null || s === undefined ? '–' : as.clock(s)) }, ...chart.series.map((one, i) => line(chart, one, i))],
        hooks: {
            // Under lines, but over areas, which would hide it.
            drawClear: chart.kind === 'stack' ? [] : [(plot) => shade(plot, chart.events)],
            draw: chart.kind === 'stack' ? [(plot) => shade(plot, chart.events)] : chart.kind === 'lanes' ? [(plot) => nameLanes(plot, chart.series)] : [],
            // Stacked areas close up when one is hidden.
            setSeries: chart.kind === 'stack' ? [(plot) => plot.setData(data(chart, (i) => plot.series[i + 1].show), false)] : [],
        },
    };
}

function scale(chart) {
    if (chart.kind === 'lanes') return { range: [0, chart.series.length] };
    if (chart.log) return { distr: 3, range: logRange };
    return { range: (plot, low, high) => [0, Math.max(chart.max || 0, high || 0) * 1.06 || 1] };
}

/** Whole decades, so that the lines of the grid are numbers that people know. */
function logRange(plot, low, high) {
    if (!(low > 0)) return [0.1, 100];
    return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 0.001)];
}

function axes(chart) {
    const look = { stroke: color('muted'), font: LABEL_FONT, grid: { stroke: color('grid'), width: 1 }, ticks: { show: false } };
    return [
        { ...look, incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600], values: (plot, all) => all.map(as.clock), space: 60, size: 28 },
        {
            ...look,
            size: 62,
            incrs: chart.unit === as.bytes ? MEMORY_STEPS : undefined,
            grid: { ...look.grid, show: chart.kind !== 'lanes' },
            values: (plot, all) => all.map((value) => (value === null || chart.kind === 'lanes' ? '' : axisNumber(value, chart.unit))),
        },
    ];
}

/** The round numbers of an axis carry no digits of false precision. */
function axisNumber(value, unit) {
    if (unit === as.bytes) return memory(value);
    const number = value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
    return unit === as.ms ? `${number} ms` : number;
}

function memory(value) {
    if (value === 0) return '0';
    const [size, name] = value < 2 ** 20 ? [2 ** 10, 'KiB'] : value < 2 ** 30 ? [2 ** 20, 'MiB'] : [2 ** 30, 'GiB'];
    return `${+(value / size).toPrecision(3)} ${name}`;
}

function line(chart, one, index) {
    const stroke = color(one.color);
    const look = {
        label: one.name,
        stroke,
        width: one.width || 1.6,
        dash: one.dash,
        points: { show: false, filter: lonely, size: 6, width: 0, fill: stroke },
        value: (plot, value, series, at) => (at === null || at === undefined ? '–' : told(one.values[at], one.unit || chart.unit)),
    };
    if (chart.kind === 'stack') return { ...look, width: 0, fill: stroke };
    if (chart.kind === 'lanes') {
        const base = chart.series.length - 1 - index;
        return { ...look, fill: color(one.color, 0.5), fillTo: () => base + 0.12, paths: uPlot.paths.stepped({ align: 1 }) };
    }
    return one.fill ? { ...look, fill: color(one.color, 0.16) } : look;
}

/** A value between two gaps is no line, so it is a point: a coupon may be gone within a second. */
function lonely(plot, series) {
    const values = plot.data[series];
    const gap = (i) => values[i] === null || values[i] === undefined;
    const alone = values.flatMap((value, i) => (!gap(i) && gap(i - 1) && gap(i + 1) ? [i] : []));
    return alone.length ? alone : null;
}

function data(chart, shown) {
    if (chart.kind === 'stack') return [chart.seconds, ...stacked(chart.series, shown)];
    if (chart.kind === 'lanes') {
        const lane = (i) => (value) => (value === null ? null : chart.series.length - 1 - i + (value ? 0.85 : 0.12));
        return [chart.seconds, ...chart.series.map((one, i) => one.values.map(lane(i)))];
    }
    // A logarithm has no place for nothing.
    const drawable = (value) => (chart.log && !(value > 0) ? null : value);
    return [chart.seconds, ...chart.series.map((one) => one.values.map(drawable))];
}

/** The first is drawn first and reaches highest; each later one covers what is below it. So the last lies at the bottom. */
function stacked(series, shown) {
    const result = [];
    // Where nothing was measured there is no area, not one of height 0.
    let below = series[0].values.map((value, at) => (series.some((one) => one.values[at] !== null) ? 0 : null));
    for (let i = series.length - 1; i >= 0; i--) {
        if (shown(i)) below = below.map((sum, at) => (sum === null ? null : sum + (series[i].values[at] || 0)));
        result.unshift(below);
    }
    return result;
}

/** In the axes' own font, which a canvas takes in its own dots. */
function writeLabels(ctx, dots, baseline) {
    ctx.font = LABEL_FONT.replace('11px', `${11 * dots}px`);
    ctx.textBaseline = baseline;
    ctx.textAlign = 'left';
}

/** Each lane says whose it is: a colour alone is easily mistaken for its neighbour's, and not every eye or printer has it. */
function nameLanes(plot, series) {
    const { ctx, bbox } = plot;
    const dots = window.devicePixelRatio;
    ctx.save();
    writeLabels(ctx, dots, 'middle');
    ctx.fillStyle = color('text');
    series.forEach((one, i) => {
        if (plot.series[i + 1].show) ctx.fillText(one.name, bbox.left + 6 * dots, plot.valToPos(series.length - 1 - i + 0.5, 'y', true));
    });
    ctx.restore();
}

/** Faults: a shaded span each, with its name above the chart. */
function shade(plot, events) {
    const { ctx, bbox } = plot;
    const dots = window.devicePixelRatio;
    const rowEnds = [];
    ctx.save();
    writeLabels(ctx, dots, 'alphabetic');
    for (const event of events) {
        const right = bbox.left + bbox.width;
        const from = Math.max(bbox.left, plot.valToPos(event.from, 'x', true));
        const to = Math.min(right, plot.valToPos(event.to === null || event.to === undefined ? event.from : event.to, 'x', true));
        if (from > right || to < bbox.left) continue;
        ctx.fillStyle = color('fault', 0.13);
        ctx.fillRect(from, bbox.top, Math.max(to - from, dots), bbox.height);
        ctx.fillStyle = color('fault');
        ctx.fillRect(from, bbox.top, Math.max(to - from, dots), 2 * dots);
        const text = say(event.label);
        const width = ctx.measureText(text).width;
        const start = Math.max(bbox.left, Math.min(from, right - width));
        const row = [0, 1].find((i) => !(rowEnds[i] > start));
        // A third at the same time has no room for its name; its shade is there.
        if (row === undefined) continue;
        ctx.fillText(text, start, bbox.top - (5 + row * LABEL_ROW) * dots);
        rowEnds[row] = start + width + 8 * dots;
    }
    ctx.restore();
}
