package dev.seonchak.service.metrics;

import dev.seonchak.core.ledger.NoVerdict;
import dev.seonchak.core.ledger.Outcome;
import dev.seonchak.core.ledger.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Every meter of the API role, under the name that {@code docs/metrics.md} gives. */
public final class Meters {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3)
    };

    /** What became of a claim, as the tag {@code outcome}. */
    private enum Kind {
        ISSUED,
        ALREADY_ISSUED,
        SOLD_OUT,
        CLOSED,
        NOT_OPEN,
        UNKNOWN_COUPON,
        OUTCOME_UNKNOWN,
        OVERLOADED,
        LOG_UNAVAILABLE
    }

    private final MeterRegistry registry;
    private final EnumMap<Kind, Counter> claims = new EnumMap<>(Kind.class);
    private final Timer waited;
    private final Counter logNotSent;
    private final Counter logUnacknowledged;
    private final Counter logProducerReplaced;
    private final Counter logGarbage;
    private final Timer appendToApply;
    private final Counter gateFailures;
    private final Counter gateSwept;
    private final Counter gateAlignments;
    private final Counter connectionsRefused;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        for (Kind kind : Kind.values()) {
            claims.put(
                    kind,
                    Counter.builder("seonchak.claims")
                            .description("Claims answered, by outcome")
                            .tag("outcome", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(registry));
        }
        waited = Timer.builder("seonchak.claims.waited")
                .description("How long claims that memory could not answer waited for their outcome")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        logNotSent = counter("seonchak.log.not.sent", "Claims that the producer could not take");
        logUnacknowledged = counter("seonchak.log.unacknowledged", "Claims sent without an acknowledgement in time");
        logProducerReplaced = counter("seonchak.log.producer.replaced", "Producers given up as broken or silent");
        logGarbage = counter("seonchak.log.garbage", "Records of the log that are none of ours, or broken");
        appendToApply = Timer.builder("seonchak.log.append.to.apply")
                .description("From the append time of a claim to its verdict on this node")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        gateFailures = counter("seonchak.gate.failures", "Calls to Redis that failed or took too long");
        gateSwept = counter("seonchak.gate.swept", "Old admissions that the gate's keeper settled");
        gateAlignments =
                counter("seonchak.gate.alignments", "Times a coupon's gate was brought in line with the ledger");
        connectionsRefused = counter("seonchak.http.connections.refused", "Connections closed over the bound");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Counts one answered claim. Most are refusals out of memory, so this is all that is measured of those. */
    public void answered(Outcome outcome) {
        Counter counter = claims.get(kind(outcome));
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts one answered claim that went to the log, with how long its client waited. */
    public void answered(Outcome outcome, long waitedNanos) {
        answered(outcome);
        waited.record(waitedNanos, TimeUnit.NANOSECONDS);
    }

    private static Kind kind(Outcome outcome) {
        return switch (outcome) {
            case Verdict.Granted ignored -> Kind.ISSUED;
            case Verdict.AlreadyIssued ignored -> Kind.ALREADY_ISSUED;
            case Verdict.SoldOut ignored -> Kind.SOLD_OUT;
            case Verdict.Closed ignored -> Kind.CLOSED;
            case Verdict.NotOpen ignored -> Kind.NOT_OPEN;
            case Verdict.UnknownCoupon ignored -> Kind.UNKNOWN_COUPON;
            case NoVerdict none ->
                switch (none) {
                    case OUTCOME_UNKNOWN -> Kind.OUTCOME_UNKNOWN;
                    case OVERLOADED -> Kind.OVERLOADED;
                    case LOG_UNAVAILABLE -> Kind.LOG_UNAVAILABLE;
                };
        };
    }

    public Counter logNotSent() {
        return logNotSent;
    }

    public Counter logUnacknowledged() {
        return logUnacknowledged;
    }

    public Counter logProducerReplaced() {
        return logProducerReplaced;
    }

    public Counter logGarbage() {
        return logGarbage;
    }

    /** Clocks of broker and node differ, so a small negative difference is possible and counts as none. */
    public void appendToApply(long tookMs) {
        appendToApply.record(Math.max(0, tookMs), TimeUnit.MILLISECONDS);
    }

    public Counter gateFailures() {
        return gateFailures;
    }

    public Counter gateSwept() {
        return gateSwept;
    }

    public Counter gateAlignments() {
        return gateAlignments;
    }

    public Counter connectionsRefused() {
        return connectionsRefused;
    }

    /** 1 while the log takes no claims, else 0. */
    public <T> void logBreaker(T log, ToDoubleFunction<T> open) {
        gauge("seonchak.log.breaker.open", "1 while the log takes no claims", log, open);
    }

    /** 1 while the gate is bypassed, else 0. */
    public <T> void gateBreaker(T gate, ToDoubleFunction<T> open) {
        gauge("seonchak.gate.breaker.open", "1 while the gate is bypassed", gate, open);
    }

    /** Any other number that is read when somebody asks. The object must live as long as the registry. */
    public <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }
}
