package dev.seonchak.core.audit;

/** The ten statements that an audit judges, in the order in which it tells them. */
public enum Invariant {
    I1("Never over quantity", "수량을 넘겨 발급하지 않는다"),
    I2("Nobody twice, no serial twice, serials 1..n without a hole", "중복 발급 없음, 일련번호 1..n 연속"),
    I3("Every 202 is exactly one row, same user, same serial", "202를 받은 사용자는 정확히 한 행을 가진다"),
    I4("No row that nobody asked for, none for a user who was only refused", "요청하지 않았거나 거절만 받은 사용자의 행은 없다"),
    I5("Units are conserved in log, MySQL and Redis", "로그·MySQL·Redis의 수량이 보존된다"),
    I6("Every refusal is true", "모든 거절은 사실이다"),
    I7("Back to normal in time: lag 0, p99 as before", "제시간에 정상으로 돌아온다: 지연 0, p99 회복"),
    I8("Everything stays within its bound", "모든 것이 정해진 한도 안에 있다"),
    I9("Nothing is stranded: enough demand, every unit issued", "남는 수량 없음: 수요가 충분하면 모두 발급된다"),
    I10("MySQL is the log replayed, row for row", "MySQL은 로그를 재생한 것과 행마다 같다");

    private final String en;
    private final String ko;

    Invariant(String en, String ko) {
        this.en = en;
        this.ko = ko;
    }

    /** What it says, in a few words. */
    public Words title() {
        return new Words(en, ko);
    }
}
