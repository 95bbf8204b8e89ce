package dev.seonchak.localstack;

import java.util.Locale;

/** Which database to start as "MySQL". */
public enum DatabaseKind {
    /** MySQL where it can run on this machine, MariaDB otherwise. */
    AUTO,
    MYSQL,
    MARIADB;

    /** Reads {@code auto}, {@code mysql} or {@code mariadb}, in any case. */
    public static DatabaseKind parse(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "mysql" -> MYSQL;
            case "mariadb" -> MARIADB;
            default -> throw new LocalStackException("Unknown database '" + name + "': use auto, mysql or mariadb.");
        };
    }
}
