package dev.seonchak.lab.fault;

import dev.seonchak.core.audit.Words;
import dev.seonchak.lab.fault.Fault.Part;
import dev.seonchak.lab.fault.Fault.Trait;
import dev.seonchak.lab.fault.Fault.Undo;
import dev.seonchak.lab.proxy.TcpProxy;
import dev.seonchak.lab.proxy.Weather;
import dev.seonchak.lab.rig.MySqlConsole;
import dev.seonchak.lab.rig.Rig;
import dev.seonchak.localstack.SmallDisk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** What can happen to MySQL and to the way there. */
final class MySqlFaults {
    private static final double RESET_SHARE = 0.05;
    private static final int KILL_EVERY_MS = 100;
    private static final int BALLAST_ROWS = 5_000;
    private static final int HOLD_MS = 20;
    private static final int WRITE_TRIES = 100;
    private static final int WRITE_PAUSE_MS = 1_000;

    private MySqlFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("mysql-stop", new Words("MySQL hangs (SIGSTOP)", "MySQL이 멈춤 (SIGSTOP)"), (rig, random) -> {
                    rig.stack().mysql().pause();
                    return () -> rig.stack().mysql().resume();
                }),
                fault("mysql-kill", new Words("MySQL is killed and comes back", "MySQL이 죽었다가 돌아옴"), (rig, random) -> {
                    rig.stack().mysql().kill();
                    return () -> rig.stack().mysql().start();
                }),
                new Fault(
                        "mysql-disk-full",
                        new Words("MySQL's disk is full", "MySQL의 디스크가 가득 참"),
                        Part.MYSQL,
                        Set.of(Trait.SMALL_DISKS),
                        (rig, random) -> {
                            SmallDisk disk = rig.stack().mysql().disk().orElseThrow();
                            disk.fill();
                            return () -> {
                                disk.free();
                                // Some versions end on a full disk, and somebody starts them again.
                                rig.stack().mysql().start();
                                awaitWrites(console(rig));
                            };
                        }),
                weather(
                        "mysql-slow",
                        new Words("every statement takes 200 ms ± 80", "모든 SQL 문에 200 ms ± 80이 걸림"),
                        Weather.delay(Duration.ofMillis(200), Duration.ofMillis(80))),
                weather(
                        "mysql-blackhole",
                        new Words("MySQL's answers and questions get stuck", "MySQL과 주고받는 것이 모두 멈춤"),
                        Weather.blackHole()),
                weather(
                        "mysql-reset",
                        new Words("connections to MySQL are reset now and then", "MySQL 연결이 이따금 끊김"),
                        Weather.resets(RESET_SHARE)),
                fault(
                        "mysql-reply-lost",
                        new Words(
                                "MySQL executes and commits, its answers are lost and then the connections reset",
                                "MySQL이 실행하고 커밋하지만 응답이 사라지고 연결이 끊김"),
                        (rig, random) -> {
                            rig.mysqlProxy().loseReplies();
                            return () -> rig.mysqlProxy().heal();
                        }),
                fault("mysql-readonly", new Words("MySQL becomes read-only", "MySQL이 읽기 전용이 됨"), (rig, random) -> {
                    console(rig).run("SET GLOBAL read_only = 1");
                    return () -> console(rig).run("SET GLOBAL read_only = 0");
                }),
                fault(
                        "mysql-locks-held",
                        new Words(
                                "somebody holds locks on the rows that the recorder needs, until its pool is used up",
                                "누군가 기록기에 필요한 행을 잠가 커넥션 풀이 고갈됨"),
                        MySqlFaults::holdLocks),
                fault(
                        "mysql-deadlocks",
                        new Words("somebody takes the same locks the other way round", "누군가 같은 잠금을 반대 순서로 잡아 교착이 생김"),
                        MySqlFaults::deadlocks),
                fault(
                        "mysql-sessions-killed",
                        new Words(
                                "somebody kills the recorder's sessions ten times a second", "누군가 기록기의 세션을 초당 열 번 끊음"),
                        MySqlFaults::killSessions));
    }

    /** MySQL looks for room once a minute: until it has seen that there is some, the fault is not over. */
    private static void awaitWrites(MySqlConsole console) throws InterruptedException, SQLException {
        for (int i = 1; ; i++) {
            try {
                console.run("CREATE TABLE IF NOT EXISTS lab_room (room INT)", "INSERT INTO lab_room VALUES (1)");
                return;
            } catch (SQLException full) {
                if (i == WRITE_TRIES) {
                    throw full;
                }
                Thread.sleep(WRITE_PAUSE_MS);
            }
        }
    }

    private static Undo holdLocks(Rig rig, RandomGenerator random) throws SQLException {
        Connection connection = console(rig).connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT log_partition FROM log_position FOR UPDATE")
                    .close();
        }
        return () -> {
            connection.rollback();
            connection.close();
        };
    }

    private static Undo deadlocks(Rig rig, RandomGenerator random) throws SQLException {
        MySqlConsole console = console(rig);
        console.run("CREATE TABLE IF NOT EXISTS lab_ballast (filler CHAR(1))");
        return until(stop -> {
            try (Connection connection = console.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!stop.get()) {
                    try {
                        // InnoDB gives up the one of the two that has changed less: that shall be the recorder.
                        statement.execute("INSERT INTO lab_ballast VALUES ('x')" + ", ('x')".repeat(BALLAST_ROWS));
                        statement.execute("UPDATE coupon SET displaced = displaced");
                        Thread.sleep(HOLD_MS);
                        statement
                                .executeQuery("SELECT log_partition FROM log_position FOR UPDATE")
                                .close();
                    } catch (SQLException deadlock) {
                        // This time it was the lab.
                    }
                    connection.rollback();
                    Thread.sleep(HOLD_MS);
                }
            }
        });
    }

    private static Undo killSessions(Rig rig, RandomGenerator random) {
        MySqlConsole console = console(rig);
        return until(stop -> {
            while (!stop.get()) {
                for (long id :
                        console.numbers("SELECT id FROM information_schema.processlist WHERE user = 'seonchak'")) {
                    try {
                        console.run("KILL " + id);
                    } catch (SQLException gone) {
                        // It has ended by itself.
                    }
                }
                Thread.sleep(KILL_EVERY_MS);
            }
        });
    }

    private interface Loop {
        void run(AtomicBoolean stop) throws Exception;
    }

    private static Undo until(Loop loop) {
        AtomicBoolean stop = new AtomicBoolean();
        Thread thread = Thread.ofVirtual().name("mysql-fault").start(() -> {
            try {
                loop.run(stop);
            } catch (Exception e) {
                // The database was restarted under it: then this part of the fault is over.
                stop.set(true);
            }
        });
        return () -> {
            stop.set(true);
            thread.join();
        };
    }

    private static MySqlConsole console(Rig rig) {
        return new MySqlConsole(rig.stack().mysql().adminUrl());
    }

    private static Fault weather(String name, Words what, Weather weather) {
        return fault(name, what, (rig, random) -> {
            TcpProxy proxy = rig.mysqlProxy();
            proxy.weather(weather);
            return proxy::heal;
        });
    }

    private static Fault fault(String name, Words what, Fault.Action action) {
        return new Fault(name, what, Part.MYSQL, Set.of(), action);
    }
}
