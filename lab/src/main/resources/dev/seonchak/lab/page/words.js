// What the page says, in both languages, and how it writes numbers.

const TEXTS = {
    pageTitle: ['Load test', '부하 테스트'],
    faultsTitle: ['Load with faults', '장애 주입 부하'],
    compareTitle: ['Two runs', '두 결과 비교'],
    figures: ['At a glance', '요약'],
    plan: ['Results, as the plan asks for them (section 4)', '결과 수집 및 분석 (계획 4절)'],
    checks: ['Checks', '점검'],
    invariants: ['Invariants', '불변식'],
    evidence: ['Evidence', '증거'],
    andMore: ['in all', '건 중 일부'],
    charts: ['Over time', '시간에 따른 변화'],
    chartsHint: ['Drag to zoom, double-click to see all again. Click a name to hide it.', '끌어서 확대, 두 번 클릭하면 원래대로. 이름을 누르면 숨깁니다.'],
    logScale: ['Log scale', '로그 눈금'],
    noSeries: ['Nothing was measured over time in this run.', '이 실행에서는 시간에 따른 값을 측정하지 않았습니다.'],
    notMeasured: ['Not measured', '측정 안 됨'],
    latencies: ['Latencies by outcome (ms)', '결과별 지연 시간 (ms)'],
    recovery: ['Back to normal', '정상화'],
    never: ['never', '끝내 안 됨'],
    tooFew: ['too few 202s to tell', '202가 적어 알 수 없음'],
    stretches: ['What clients saw', '클라이언트가 본 것'],
    stretch: ['While', '구간'],
    span: ['From – to', '시작 – 끝'],
    p99of202: ['p99 of 202s', '202의 p99'],
    p99ofRefused: ['p99 of refusals', '거절의 p99'],
    slowestAnswer: ['slowest answer', '가장 느린 응답'],
    came: ['Outcomes', '결과'],
    happened: ['What happened, and what the application did', '일어난 일과 애플리케이션이 한 일'],
    happenedHint: ['Times count from the first request, as in the charts.', '시각은 첫 요청부터 잰 것으로 차트와 같습니다.'],
    lab: ['lab', '실험'],
    application: ['application', '애플리케이션'],
    process: ['process', '프로세스'],
    environment: ['Environment, and how to repeat it', '환경과 재현 방법'],
    time: ['time', '시각'],

    rate: ['Requests a second: asked for and sent', '초당 요청: 목표와 실제'],
    asked: ['asked for', '목표'],
    sent: ['sent', '보냄'],
    outcomes: ['Answers a second, by outcome', '초당 응답, 결과별'],
    latency: ['Latency, all answers', '지연 시간, 전체 응답'],
    latency202: ['Latency of the 202s', '지연 시간, 202 응답'],
    stock: ['Coupons left', '남은 쿠폰'],
    left: ['left', '남음'],
    lag: ['Rows still to be written (consumer lag)', '아직 저장되지 않은 행 (컨슈머 지연)'],
    records: ['records', '레코드'],
    lagGap: ['A gap: a partition had no recorder that answered, so nobody could say.', '빈 곳: 응답하는 기록기가 없는 파티션이 있어 알 수 없음.'],
    pool: ['Database connection pool', 'DB 커넥션 풀'],
    active: ['in use', '사용 중'],
    pending: ['waiting for one', '대기'],
    max: ['most', '최대'],
    cpu: ['CPU, cores', 'CPU, 코어'],
    memory: ['Memory of processes', '프로세스 메모리'],
    heap: ['memory inside the JVMs', 'JVM 안 메모리'],
    redisMemory: ['Memory that Redis counts', 'Redis가 쓰는 메모리'],
    used: ['used', '사용'],
    waiting: ['Requests waiting in the service', '서비스에서 대기 중인 요청'],
    requestsWaiting: ['requests', '요청'],
    breakers: ['Breakers open', '열린 차단기'],
    open: ['open', '열림'],
    closed: ['closed', '닫힘'],

    outcome: ['Outcome', '결과'],
    status: ['Status', '상태'],
    count: ['Count', '건수'],
    share: ['Share', '비율'],
    min: ['min', '최소'],
    mean: ['mean', '평균'],
    slowest: ['max', '최대'],
    all: ['All answers', '전체 응답'],

    what: ['What', '항목'],
    after: ['After', '걸린 시간'],
    within: ['Allowed', '허용'],
    lastRow: ['From the last 202 to its row in the database', '마지막 202부터 DB 행까지'],
    drained: ['From the end of the load to a consumer lag of 0', '부하 종료부터 컨슈머 지연 0까지'],
    influx: ['Requests in InfluxDB, of those that k6 counted', 'InfluxDB에 남은 요청 / k6가 센 요청'],

    command: ['Command', '명령'],
    commit: ['Commit', '커밋'],
    seed: ['Seed', '시드'],
    startedAt: ['Started', '시작'],
    duration: ['Duration', '부하 시간'],
    engine: ['Load generator', '부하 도구'],
    target: ['Target', '대상'],
    coupon: ['Coupon', '쿠폰'],
    planLine: ['Plan', '부하 계획'],
    users: ['Users', '사용자'],
    vus: ['Virtual users', '가상 사용자(VU)'],
    machine: ['Machine', '컴퓨터'],
    java: ['Java', 'Java'],
    from: ['from', '시작'],

    comparison: ['Figures', '수치'],
    difference: ['B against A', 'A 대비 B'],
    better: ['better', '나음'],
    worse: ['worse', '나쁨'],
    even: ['about even', '비슷함'],
    noise: ['Within 5% counts as even. One run each says little about small differences.', '5% 안쪽은 비슷한 것으로 봅니다. 한 번씩 실행한 결과로 작은 차이를 말할 수는 없습니다.'],
    differs: ['Not the same experiment in every respect', '조건이 모두 같지는 않습니다'],
    sentRate: ['Requests sent a second', '초당 보낸 요청'],
    accepted: ['202s a second', '초당 202'],

    theme: ['Colours', '색상'],
    light: ['Light', '밝게'],
    dark: ['Dark', '어둡게'],
    system: ['System', '시스템'],
    language: ['Language', '언어'],
};

const STATUS = {
    PASS: { sign: '✓', name: ['Passed', '통과'] },
    FAIL: { sign: '✗', name: ['Failed', '실패'] },
    UNKNOWN: { sign: '?', name: ['Unknown', '판정 불가'] },
    NOT_JUDGED: { sign: '–', name: ['Not judged', '판정 안 함'] },
};

// Names that the lab gives to parts of this system; other names are the same in both languages.
const NAMES = {
    service: ['service', '서비스'],
    gate: ['gate (Redis)', '게이트 (Redis)'],
    log: ['log (Kafka)', '로그 (Kafka)'],
};

let language = 'en';

const pick = ([en, ko]) => (language === 'ko' ? ko : en);
const t = (key) => pick(TEXTS[key]);
/** Words of the data: {en, ko}, or nothing. */
const say = (words) => (words ? words[language] || words.en || '' : '');

const nameOf = (name) => (Object.hasOwn(NAMES, name) ? pick(NAMES[name]) : name);

const plain = (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const DIGITS = [plain(0), plain(1), plain(2)];
const digits = (value) => (value !== 0 && Math.abs(value) < 1 ? 2 : Math.abs(value) < 100 ? 1 : 0);

/** Each takes a number that is there; `told` also takes one that is not. */
const as = {
    count: (n) => DIGITS[0].format(n),
    share: (n) => DIGITS[2].format(n * 100) + '%',
    msNumber: (n) => DIGITS[digits(n)].format(n),
    ms: (n) => as.msNumber(n) + ' ms',
    seconds: (n) => DIGITS[1].format(n) + ' s',
    cores: (n) => DIGITS[2].format(n),
    bytes: (n) => (n < 2 ** 30 ? DIGITS[n < 100 * 2 ** 20 ? 1 : 0].format(n / 2 ** 20) + ' MiB' : DIGITS[2].format(n / 2 ** 30) + ' GiB'),
    clock: (s) => {
        const whole = Math.floor(s);
        const minutes = Math.floor(whole / 60);
        const seconds = String(whole % 60).padStart(2, '0');
        return minutes < 60 ? `${minutes}:${seconds}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`;
    },
    /** Such as 1:04.2, and −0:00.4 before the first request. */
    moment: (s) => {
        const tenths = Math.round(Math.abs(s) * 10);
        return `${s < 0 && tenths ? '−' : ''}${as.clock(Math.floor(tenths / 10))}.${tenths % 10}`;
    },
    instant: (text) => text.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'),
};

const told = (value, unit) => (value === null || value === undefined ? '–' : unit(value));
