package dev.seonchak.core.audit;

import static dev.seonchak.core.audit.Invariant.I1;
import static dev.seonchak.core.audit.Invariant.I10;
import static dev.seonchak.core.audit.Invariant.I2;
import static dev.seonchak.core.audit.Invariant.I3;
import static dev.seonchak.core.audit.Invariant.I4;
import static dev.seonchak.core.audit.Invariant.I5;
import static dev.seonchak.core.audit.Invariant.I6;
import static dev.seonchak.core.audit.Invariant.I7;
import static dev.seonchak.core.audit.Invariant.I8;
import static dev.seonchak.core.audit.Invariant.I9;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.core.recorder.Issuance;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every invariant something broken on purpose, and the audit says which. Where a breakage cannot but break more than
 * one, all of them are named.
 */
class MutationsTest {

    /**
     * Something done to a sound sale.
     *
     * @param evidence text that must be in the evidence
     * @param broken every invariant that it breaks
     */
    record Breakage(String name, String evidence, Consumer<Story> breaking, List<Invariant> broken) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Breakage breakage(String name, String evidence, Consumer<Story> breaking, Invariant... broken) {
        return new Breakage(name, evidence, breaking, List.of(broken));
    }

    static List<Breakage> breakages() {
        return List.of(
                breakage("more rows than units", "MySQL has 6 issued of 5", MutationsTest::aSixthRowWithoutALog, I1),
                breakage(
                        "a user with two rows",
                        "user 2: MySQL has serial 2 and serial 5",
                        MutationsTest::aUserTwiceWithoutALog,
                        I2),
                breakage("a serial left out", "serial 5: MySQL has no row of it", MutationsTest::aHoleWithoutALog, I2),
                breakage("a serial twice", "serial 3: MySQL has it twice", MutationsTest::aSerialTwiceWithoutALog, I2),
                breakage(
                        "accepted and forgotten",
                        "user 77: client accepted serial 6 · log nothing · MySQL no row",
                        s -> s.told(77, 100, 101, ClientOutcome.ACCEPTED, 6),
                        I3),
                breakage(
                        "accepted twice",
                        "user 3: client told 202 twice",
                        s -> s.told(3, 100, 101, ClientOutcome.ACCEPTED, 3),
                        I3),
                breakage(
                        "another serial told",
                        "user 4: client accepted serial 1 · log serial 4 at 1000040 · MySQL serial 4",
                        s -> replace(s, 4, ClientOutcome.ACCEPTED, 1),
                        I3),
                breakage(
                        "refused and holds",
                        "user 5, serial 5: client unknown-coupon",
                        MutationsTest::refusedAsUnknown,
                        I4),
                breakage(
                        "never asked and holds",
                        "user 5, serial 5: client never asked",
                        s -> s.answers.removeIf(a -> a.userId() == 5),
                        I4),
                breakage(
                        "never sent and holds",
                        "user 5, serial 5: client dropped",
                        s -> replace(s, 5, ClientOutcome.DROPPED, 0),
                        I4),
                breakage("unit back in the gate", "inventory has 1 units", s -> s.units = 1, I5),
                breakage(
                        "stranger in the gate",
                        "user 99: Redis in issued_users · log nothing",
                        s -> {
                            s.marked.remove(5L);
                            s.marked.add(99L);
                        },
                        I5),
                breakage(
                        "holder not in the gate",
                        "user 5: Redis not in issued_users · log serial 5",
                        s -> {
                            s.marked.remove(5L);
                            s.units = 1;
                        },
                        I5),
                breakage("pending for ever", "user 5: Redis still pending", s -> s.pending.add(5L), I5),
                breakage("gate not loaded", "the gate is not loaded", s -> s.loaded = false, I5),
                breakage("issued miscounted", "coupon.issued is 4 but issuance has 5 rows", s -> s.stored(5, 4, 0), I5),
                breakage(
                        "quantity changed by hand",
                        "MySQL 5 of 6 issued · log 5 of 5 issued",
                        s -> s.stored(6, 5, 0),
                        I5),
                breakage(
                        "sold out before it was",
                        "user 6: client sold-out from 1000041 to 1000043 · log granted the last of 5 at 1000050",
                        s -> replaceAt(s, 6, 41, 43, ClientOutcome.SOLD_OUT),
                        I6),
                breakage(
                        "sold out before a later grant",
                        "client of user 5 asked later, at 1000048, and got serial 5 of 5",
                        s -> {
                            s.tolerance = new Tolerance(1_000, 10_000);
                            replaceAt(s, 6, 41, 43, ClientOutcome.SOLD_OUT);
                        },
                        I6),
                breakage(
                        "already issued to a stranger",
                        "user 6: client already-issued 2",
                        s -> replaceAt(s, 6, 58, 63, ClientOutcome.ALREADY_ISSUED, 2),
                        I6),
                breakage(
                        "already issued before it was",
                        "user 5: client already-issued from 1000030 to 1000032",
                        s -> s.told(5, 30, 32, ClientOutcome.ALREADY_ISSUED, 0),
                        I6),
                breakage(
                        "closed while open",
                        "log does not end it",
                        s -> s.told(9, 60, 61, ClientOutcome.CLOSED, 0),
                        I6),
                breakage(
                        "not open while open",
                        "log has it open from 0",
                        s -> s.told(9, 60, 61, ClientOutcome.NOT_OPEN, 0),
                        I6),
                breakage(
                        "unknown while defined",
                        "log has it defined at 1000000",
                        s -> s.told(9, 60, 61, ClientOutcome.UNKNOWN_COUPON, 0),
                        I6),
                breakage(
                        "recorder stands still", "3 records behind", s -> s.lag = new RecorderLag(5, 8, false, 10), I7),
                breakage(
                        "latency never back",
                        "p99 as before: never",
                        s -> s.recoveries = List.of(new Recovery("p99 as before", null, 1_000)),
                        I7),
                breakage(
                        "lag too late",
                        "lag 0: after 2000 ms",
                        s -> s.recoveries = List.of(new Recovery("lag 0", 2_000L, 1_000)),
                        I7),
                breakage(
                        "threads without end", "threads: 61.0", s -> s.bounds.set(0, new Bound("threads", 61, 60)), I8),
                breakage(
                        "a bound not measured",
                        "threads: NaN",
                        s -> s.bounds.set(0, new Bound("threads", Double.NaN, 60)),
                        I8),
                breakage(
                        "an answer too late",
                        "user 9: client timeout after 101 ms",
                        s -> s.told(9, 100, 201, ClientOutcome.TIMEOUT, 0),
                        I8),
                breakage("units stranded", "5 of 6 issued · 6 users wanted one", MutationsTest::strandedUnit, I9),
                breakage(
                        "another claim in the row",
                        "serial 2: MySQL user 2, claim forged",
                        s -> row(s, 2, 2, "forged"),
                        I10),
                breakage(
                        "another time in the row",
                        "serial 3: MySQL user 3, claim claim3, at 7",
                        s -> s.rows.set(2, new Issuance(Story.COUPON, 3, 3, "claim3", 7)),
                        I10),
                breakage("rows of another log", "Kafka's topic has id topic", s -> s.rowsTopicId = "another", I10),
                breakage("rows ahead of the log", "the log ends at 8", s -> s.position = 9, I10),
                breakage("row deleted", "serial 5: MySQL no row", s -> s.rows.remove(4), I3, I5, I10),
                breakage("row with another user", "serial 2: MySQL user 42", s -> row(s, 2, 42, "claim2"), I3, I4, I10),
                breakage("alien row", "serial 6: MySQL user 42", s -> s.rows.add(alien(6, 42)), I1, I4, I5, I10),
                breakage(
                        "displaced by an alien",
                        "in quarantine: Duplicate entry",
                        MutationsTest::displaced,
                        I3,
                        I4,
                        I5,
                        I10),
                breakage("position before the rows", "serial 5: MySQL user 5", s -> s.position = 5, I5, I10));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void the_audit_names_what_is_broken_and_nothing_else(Breakage breakage) {
        Story story = Story.sound();
        breakage.breaking.accept(story);

        AuditReport report = story.judge();

        assertThat(report.failed()).as(report.toString()).isEqualTo(breakage.broken);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.FAIL);
        assertThat(report.findings().stream()
                        .filter(Finding::failed)
                        .flatMap(f -> f.evidence().stream())
                        .collect(Collectors.joining("\n")))
                .contains(breakage.evidence);
    }

    @Test
    void every_invariant_has_a_breakage_of_its_own() {
        assertThat(breakages().stream()
                        .filter(b -> b.broken().size() == 1)
                        .map(b -> b.broken().getFirst())
                        .distinct())
                .containsExactlyInAnyOrder(Invariant.values());
    }

    private static Issuance alien(int serial, long user) {
        return new Issuance(Story.COUPON, serial, user, "alien", 3);
    }

    private static void row(Story s, int serial, long user, String claim) {
        Issuance old = s.rows.get(serial - 1);
        s.rows.set(serial - 1, new Issuance(Story.COUPON, serial, user, claim, old.issuedAtMs()));
    }

    /** Without the log, nothing else can know. */
    private static void withoutALog(Story s) {
        s.withLog = false;
        s.withHistories = false;
    }

    private static void aSixthRowWithoutALog(Story s) {
        withoutALog(s);
        s.rows.add(alien(6, 42));
        s.stored(5, 6, 0);
    }

    private static void aUserTwiceWithoutALog(Story s) {
        withoutALog(s);
        s.rows.set(4, alien(5, 2));
    }

    private static void aHoleWithoutALog(Story s) {
        withoutALog(s);
        s.rows.set(4, alien(6, 5));
    }

    private static void aSerialTwiceWithoutALog(Story s) {
        withoutALog(s);
        s.rows.set(3, alien(3, 4));
        s.rows.set(4, alien(4, 5));
    }

    private static void replace(Story s, long user, ClientOutcome outcome, int serial) {
        s.answers.removeIf(a -> a.userId() == user);
        s.told(user, user * 10 - 2, user * 10 + 3, outcome, serial);
    }

    private static void replaceAt(Story s, long user, long sentMs, long endMs, ClientOutcome outcome, int... serial) {
        s.answers.removeIf(a -> a.userId() == user);
        s.told(user, sentMs, endMs, outcome, serial.length == 0 ? 0 : serial[0]);
    }

    /** The only refusal that is true before the coupon is there. */
    private static void refusedAsUnknown(Story s) {
        s.answers.removeIf(a -> a.userId() == 5);
        s.told(5, -20, -10, ClientOutcome.UNKNOWN_COUPON, 0);
    }

    /** A unit came back, somebody asked for it and was told nothing. */
    private static void strandedUnit(Story s) {
        s.append(200, new CouponRestocked(Story.COUPON, 6));
        s.append(205, new Claimed(Story.COUPON, 1, "again"));
        s.settle();
        s.told(6, 300, 310, ClientOutcome.TIMEOUT, 0);
    }

    /** Somebody wrote a row by hand before the recorder came to that serial. */
    private static void displaced(Story s) {
        Issuance granted = s.rows.set(4, alien(5, 42));
        s.displaced.add(new Displaced(granted, "Duplicate entry"));
        s.stored(5, 5, 1);
    }
}
