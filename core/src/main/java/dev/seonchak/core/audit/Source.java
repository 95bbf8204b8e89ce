package dev.seonchak.core.audit;

/** Where evidence comes from. */
public enum Source {
    /** What clients were told. */
    HISTORIES("client histories", "클라이언트 기록"),
    /** The claim log in Kafka. */
    LOG("the log", "로그"),
    /** The rows. */
    MYSQL("MySQL", "MySQL"),
    /** The gate. */
    REDIS("Redis", "Redis");

    private final String en;
    private final String ko;

    Source(String en, String ko) {
        this.en = en;
        this.ko = ko;
    }

    /** Its name in a sentence. */
    public Words words() {
        return new Words(en, ko);
    }
}
