// The parts that pages are made of. Text only ever becomes a text node: nothing in the data can become markup.

const DATA = JSON.parse(document.getElementById('data').textContent);

/** An element; children are elements, texts, or nothing. */
function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
    });
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== '' && child !== false));
    return element;
}

const section = (id, title, ...content) => el('section', { id }, el('h2', {}, title), ...content);

/** Heads and rows of texts or elements; `numbers` are the columns to align right. */
function table(heads, rows, numbers = [], className = '') {
    const cell = (tag) => (content, i) => el(tag, { class: numbers.includes(i) ? 'number' : null }, content);
    return el('div', { class: 'scroll' },
        el('table', { class: className },
            heads && el('thead', {}, el('tr', {}, heads.map(cell('th')))),
            el('tbody', {}, rows.map((row) => el('tr', {}, row.map(cell('td')))))));
}

const pill = (status) => el('span', { class: `pill ${status}` }, `${STATUS[status].sign} ${pick(STATUS[status].name)}`);

// Charts are drawn when their boxes are in the document.
let waitingToBeDrawn = [];

function chartBox(chart) {
    const box = el('div', { class: 'chart' });
    waitingToBeDrawn.push(() => drawChart(chart, box));
    return el('figure', { id: `chart-${chart.id}`, class: chart.wide ? 'wide' : null }, el('figcaption', {}, chart.title), box, chart.note && el('p', { class: 'muted' }, chart.note));
}

/** A choice of a few: the present one is pressed. */
function choice(name, label, options, present, choose) {
    return el('div', { class: 'choice', role: 'group', 'aria-label': label },
        options.map(([value, text]) => el('button', {
            type: 'button', 'data-choice': `${name}-${value}`, 'aria-pressed': String(value === present), onclick: () => choose(value),
        }, text)));
}

// ---- What the reader has chosen. A page in a file may not be allowed to remember it.

const remembered = {
    get(key) { try { return localStorage.getItem(`seonchak.${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`seonchak.${key}`, value); } catch { /* then it is for this time only */ } },
};
const fromAddress = (key) => new URLSearchParams(location.search).get(key) || new URLSearchParams(location.hash.slice(1)).get(key);
const chosen = (key, allowed, otherwise) => [fromAddress(key), remembered.get(key)].find((value) => allowed.includes(value)) || otherwise;

const state = {
    theme: chosen('theme', ['light', 'dark', 'system'], 'system'),
    log: chosen('log', ['on', 'off'], 'on'),
};
language = chosen('lang', ['en', 'ko'], /^ko\b/i.test(navigator.language) ? 'ko' : 'en');

function toolbar(draw) {
    const change = (key) => (value) => {
        if (key === 'lang') language = value;
        else state[key] = value;
        remembered.set(key, value);
        draw();
    };
    return el('nav', { class: 'toolbar' },
        choice('lang', t('language'), [['en', 'English'], ['ko', '한국어']], language, change('lang')),
        choice('theme', t('theme'), ['system', 'light', 'dark'].map((one) => [one, t(one)]), state.theme, change('theme')));
}

const logChoice = (draw) => el('label', { class: 'check' },
    el('input', {
        type: 'checkbox', id: 'log', checked: state.log === 'on', onchange: (event) => {
            state.log = event.target.checked ? 'on' : 'off';
            remembered.set('log', state.log);
            draw();
        },
    }), t('logScale'));

/** Shows what `render` returns, and again whenever language, theme or paper changes. */
function start(title, render) {
    const page = document.getElementById('page');
    const root = document.documentElement;
    const draw = () => {
        const open = new Set([...page.querySelectorAll('details[open][id]')].map((one) => one.id));
        const closed = new Set([...page.querySelectorAll('details[id]:not([open])')].map((one) => one.id));
        const scroll = window.scrollY;
        root.lang = language;
        root.dataset.theme = state.theme;
        document.title = title();
        eraseCharts();
        waitingToBeDrawn = [];
        page.replaceChildren(toolbar(draw), ...render(draw));
        page.querySelectorAll('details[id]').forEach((one) => {
            if (open.has(one.id)) one.open = true;
            if (closed.has(one.id)) one.open = false;
        });
        waitingToBeDrawn.forEach((drawIt) => drawIt());
        window.scrollTo(0, scroll);
    };
    draw();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    // Paper is light and has a width of its own.
    const paper = (on) => () => {
        root.classList.toggle('paper', on);
        draw();
    };
    window.addEventListener('beforeprint', paper(true));
    window.addEventListener('afterprint', paper(false));
}
