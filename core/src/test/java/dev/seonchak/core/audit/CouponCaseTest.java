package dev.seonchak.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.audit.Finding.Status;
import dev.seonchak.core.ledger.RandomLogs;
import dev.seonchak.core.ledger.Step;
import dev.seonchak.core.record.Decoded;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import dev.seonchak.core.recorder.Issuance;
import dev.seonchak.core.recorder.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CouponCaseTest {

    @Example
    void aSoundSalePassesAllTen() {
        AuditReport report = Story.sound().judge();

        assertThat(report.findings()).as(report.toString()).allMatch(f -> f.status() == Status.PASS);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.PASS);
        assertThat(report.judged()).isEqualTo(10);
    }

    @Example
    void whatNobodyHandsInIsNotJudgedAndSpoilsNothing() {
        Story story = Story.sound();
        story.withHistories = false;
        story.lag = null;
        story.recoveries = List.of();
        story.bounds.clear();

        AuditReport report = story.judge();

        assertThat(report.verdict()).isEqualTo(AuditVerdict.PASS);
        assertThat(report.findings())
                .filteredOn(f -> f.status() == Status.NOT_JUDGED)
                .extracting(Finding::invariant)
                .containsExactly(Invariant.I3, Invariant.I4, Invariant.I6, Invariant.I7, Invariant.I8);
    }

    @Example
    void whatCannotBeReadIsUnknownAndNeverAPass() {
        for (Source source : Source.values()) {
            AuditReport report = CouponCase.judge(Broken.source(Story.sound().file(), source));

            assertThat(report.verdict()).as(source.name()).isEqualTo(AuditVerdict.UNKNOWN);
            assertThat(report.failed()).isEmpty();
            assertThat(report.findings().stream().filter(f -> f.status() == Status.UNKNOWN))
                    .isNotEmpty()
                    .allMatch(f -> f.summary().en().equals("broken for a test"));
        }
    }

    @Example
    void whatIsBrokenStaysBrokenWhenTheRestCannotBeRead() {
        Story story = Story.sound();
        story.rows.removeFirst();
        RowsEvidence rows = Broken.after(story.file().rows(), 2);

        AuditReport report = CouponCase.judge(story.file().with(rows));

        assertThat(report.failed()).contains(Invariant.I10);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.FAIL);
        assertThat(report.finding(Invariant.I2).status()).isEqualTo(Status.UNKNOWN);
    }

    @Example
    void aRowThatTheRecorderHasNotReachedIsNotLostYet() {
        Story story = Story.sound();
        story.rows.removeLast();
        story.stored(5, 4, 0);
        story.position = 5;

        AuditReport report = story.judge();

        Finding found = report.finding(Invariant.I3);
        assertThat(found.status()).isEqualTo(Status.UNKNOWN);
        assertThat(found.evidence())
                .containsExactly("user 5: client accepted serial 5 · log serial 5 at 1000050 · MySQL no row");
        assertThat(report.failed()).isEmpty();
    }

    @Example
    void withoutTheLogNobodyCanSayThatARowIsLost() {
        Story missing = Story.sound();
        missing.rows.removeLast();
        AuditReport report = CouponCase.judge(Broken.source(missing.file(), Source.LOG));
        assertThat(report.finding(Invariant.I3).status()).isEqualTo(Status.UNKNOWN);

        Story other = Story.sound();
        other.rows.set(4, new Issuance(Story.COUPON, 6, 5, "claim5", 7));
        report = CouponCase.judge(Broken.source(other.file(), Source.LOG));
        assertThat(report.finding(Invariant.I3).failed())
                .as("a row with another serial is wrong in any case")
                .isTrue();
    }

    @Example
    void aRecordOfANewerVersionMakesUnknownWhatFollows() {
        Story story = Story.sound();
        story.log.add(new LogEntry(story.log.size(), Story.START_MS + 99, new Decoded.TooNew("claimed.v9")));

        AuditReport report = story.judge();

        assertThat(report.verdict()).isEqualTo(AuditVerdict.UNKNOWN);
        assertThat(report.finding(Invariant.I10).summary().en())
                .contains("claimed.v9")
                .contains("newer version");
    }

    @Example
    void rowsBehindTheLogAreComparedAsFarAsTheyGo() {
        Story story = Story.sound();
        story.rows.removeLast();
        story.stored(5, 4, 0);
        story.position = 5;
        story.withHistories = false;

        assertThat(story.judge().failed()).isEmpty();
    }

    @Example
    void aGateThatComesInLineIsInLine() {
        Story story = Story.sound();
        story.pending.add(5L);
        story.looks = 3;
        CaseFile file = story.file();
        GateEvidence gate = file.gate();
        assertThat(gate).isNotNull();
        var settling = new GateEvidence() {
            @Override
            public GateCounts counts() {
                return gate.counts();
            }

            @Override
            public void members(java.util.function.LongConsumer each) {
                gate.members(each);
            }

            @Override
            public boolean again() {
                story.pending.clear();
                return gate.again();
            }
        };

        assertThat(CouponCase.judge(file.with(settling)).failed()).isEmpty();
        assertThat(story.pending).isEmpty();
    }

    @Example
    void whoIsInNoHistoryIsNotJudgedWhereHistoriesArePartial() {
        Story story = Story.sound();
        story.complete = false;
        story.answers.removeIf(a -> a.userId() == 5);

        assertThat(story.judge().failed()).isEmpty();
    }

    @Example
    void soldOutBeforeARestockIsTrueAndAfterItTooWhileANodeMayBeBehind() {
        Story story = Story.sound();
        story.append(200, new CouponRestocked(Story.COUPON, 6));
        story.append(400, new Claimed(Story.COUPON, 7, "late"));
        story.told(7, 395, 405, ClientOutcome.ACCEPTED, 6);
        story.settle();
        assertThat(story.judge().failed()).as("refused before, granted after").isEmpty();

        story.told(9, 250, 260, ClientOutcome.SOLD_OUT, 0);
        assertThat(story.judge().failed()).containsExactly(Invariant.I6);
        story.tolerance = new Tolerance(0, 100);
        assertThat(story.judge().failed()).isEmpty();
    }

    @Example
    void closedAndNotOpenAreTrueInTheirTime() {
        var story = new Story();
        story.append(0, new CouponDefined(Story.COUPON, "x", 5, Story.START_MS + 100, Story.START_MS + 200));
        story.append(10, new Claimed(Story.COUPON, 1, "early"));
        story.append(110, new Claimed(Story.COUPON, 1, "in-time"));
        story.append(150, new CouponClosed(Story.COUPON));
        story.told(1, 5, 15, ClientOutcome.NOT_OPEN, 0);
        story.told(1, 105, 115, ClientOutcome.ACCEPTED, 1);
        story.told(2, 149, 151, ClientOutcome.CLOSED, 0);
        story.settle();
        assertThat(story.judge().failed()).isEmpty();

        story.told(3, 140, 149, ClientOutcome.CLOSED, 0);
        story.told(3, 101, 102, ClientOutcome.NOT_OPEN, 0);
        Finding found = story.judge().finding(Invariant.I6);
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.evidence().toString()).contains("log ends it at 1000150", "log has it open from 1000100");
    }

    @Example
    void evidenceIsBoundedAndTheTotalIsNot() {
        Story story = Story.sound();
        for (int user = 100; user < 1_100; user++) {
            story.told(user, 100, 101, ClientOutcome.ACCEPTED, user);
        }
        Finding found = story.judge().finding(Invariant.I3);

        assertThat(found.total()).isEqualTo(1_000);
        assertThat(found.evidence()).hasSize(Breaches.SHOWN);
    }

    /** Whatever a log holds, what is derived from it by the rule passes, and any one row changed does not. */
    @Property(tries = 500)
    void aSoundSystemPassesOnEveryLogAndAChangedRowNever(@ForAll("logs") List<Step> log, @ForAll long seed) {
        var random = new Random(seed);
        var story = new Story();
        for (Step step : log) {
            if (step.partition() == 1) { // the home of coupons 1 and 4
                story.log.add(new LogEntry(story.log.size(), step.appendTimeMs(), new Decoded.Known(step.record())));
                if (random.nextInt(6) == 0) {
                    story.log.add(new LogEntry(story.log.size(), 0, new Decoded.Garbage("noise")));
                }
            }
        }
        story.couponId = random.nextBoolean() ? 1 : 4;
        story.withHistories = false;
        story.settle();
        assertThat(story.judge().failed()).isEmpty();

        if (!story.rows.isEmpty()) {
            int at = random.nextInt(story.rows.size());
            Issuance old = story.rows.get(at);
            story.rows.set(at, new Issuance(old.couponId(), old.serial(), old.userId(), "x" + old.claimId(), 0));
            assertThat(story.judge().failed()).containsExactly(Invariant.I10);
        }
    }

    @Provide
    Arbitrary<List<Step>> logs() {
        return RandomLogs.logs();
    }

    /** Evidence that breaks off. */
    private static final class Broken {

        static Unreadable of(Source source) {
            return new Unreadable(source, new Words("broken for a test", "시험용 고장"), null);
        }

        static CaseFile source(CaseFile file, Source source) {
            return switch (source) {
                case HISTORIES -> file.with(histories());
                case LOG -> file.with(log());
                case MYSQL -> file.with(after(file.rows(), 3));
                case REDIS -> file.with(gate());
            };
        }

        private static Histories histories() {
            return new Histories() {
                @Override
                public void forEach(java.util.function.Consumer<Answer> consumer) {
                    throw of(Source.HISTORIES);
                }

                @Override
                public boolean complete() {
                    return true;
                }

                @Override
                public boolean oneClock() {
                    return true;
                }
            };
        }

        private static LogEvidence log() {
            return new LogEvidence() {
                @Override
                public LogEntry next() {
                    throw of(Source.LOG);
                }

                @Override
                public void toEnd() {
                    throw of(Source.LOG);
                }

                @Override
                public String topicId() {
                    return "topic";
                }
            };
        }

        private static GateEvidence gate() {
            return new GateEvidence() {
                @Override
                public GateCounts counts() {
                    throw of(Source.REDIS);
                }

                @Override
                public void members(java.util.function.LongConsumer each) {
                    throw of(Source.REDIS);
                }

                @Override
                public boolean again() {
                    return false;
                }
            };
        }

        static RowsEvidence after(@org.jspecify.annotations.Nullable RowsEvidence sound, int rows) {
            if (sound == null) {
                throw new IllegalArgumentException("no rows");
            }
            var first = new ArrayList<Issuance>();
            sound.rows().forEachRemaining(first::add);
            return new RowsEvidence() {
                @Override
                public dev.seonchak.core.recorder.LogPosition position() {
                    return sound.position();
                }

                @Override
                public @org.jspecify.annotations.Nullable String topicId() {
                    return sound.topicId();
                }

                @Override
                public @org.jspecify.annotations.Nullable StoredCoupon coupon() {
                    return sound.coupon();
                }

                @Override
                public List<Displaced> displaced() {
                    return sound.displaced();
                }

                @Override
                public Iterator<Issuance> rows() {
                    return new Iterator<>() {
                        private int at;

                        @Override
                        public boolean hasNext() {
                            return true;
                        }

                        @Override
                        public Issuance next() {
                            if (at == rows) {
                                throw of(Source.MYSQL);
                            }
                            return first.get(at++);
                        }
                    };
                }
            };
        }
    }
}
