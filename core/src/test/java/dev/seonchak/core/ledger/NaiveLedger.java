package dev.seonchak.core.ledger;

import dev.seonchak.core.record.LogRecord;
import dev.seonchak.core.record.LogRecord.Claimed;
import dev.seonchak.core.record.LogRecord.CouponClosed;
import dev.seonchak.core.record.LogRecord.CouponDefined;
import dev.seonchak.core.record.LogRecord.CouponRestocked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule once more, in maps and sets, as one would explain it; shares no code with {@link Rule}. */
final class NaiveLedger {

    private record Winner(long user, long atMs) {}

    private final Map<Integer, Long> time = new HashMap<>();
    private final Map<Long, CouponDefined> definitions = new HashMap<>();
    private final Map<Long, Integer> quantities = new HashMap<>();
    private final Set<Long> closed = new HashSet<>();
    private final Map<Long, List<Winner>> winners = new HashMap<>();

    @Nullable
    Verdict apply(Step step) {
        time.merge(step.partition(), step.appendTimeMs(), Math::max);
        LogRecord record = step.record();
        long id = record.couponId();
        if (id % RandomLogs.PARTITIONS != step.partition()) {
            return null;
        }
        if (record instanceof Claimed claim) {
            return decide(id, claim.userId(), time.getOrDefault(step.partition(), 0L));
        }
        if (record instanceof CouponDefined d && !definitions.containsKey(id)) {
            definitions.put(id, d);
            quantities.put(id, d.quantity());
        }
        if (record instanceof CouponRestocked r && definitions.containsKey(id) && !closed.contains(id)) {
            quantities.merge(id, r.quantity(), Math::max);
        }
        if (record instanceof CouponClosed && definitions.containsKey(id)) {
            closed.add(id);
        }
        return null;
    }

    private Verdict decide(long id, long user, long now) {
        CouponDefined coupon = definitions.get(id);
        if (coupon == null) {
            return Verdict.UNKNOWN_COUPON;
        }
        Holding mine = holding(id, user);
        if (mine != null) {
            return new Verdict.AlreadyIssued(mine);
        }
        if (closed.contains(id) || now >= coupon.closesAtMs()) {
            return Verdict.CLOSED;
        }
        if (now < coupon.opensAtMs()) {
            return new Verdict.NotOpen(coupon.opensAtMs());
        }
        List<Winner> line = winners.computeIfAbsent(id, none -> new ArrayList<>());
        if (line.size() == quantities.getOrDefault(id, 0)) {
            return Verdict.SOLD_OUT;
        }
        line.add(new Winner(user, now));
        return new Verdict.Granted(new Holding(line.size(), now));
    }

    @Nullable
    Holding holding(long id, long user) {
        List<Winner> line = winners.getOrDefault(id, List.of());
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).user() == user) {
                return new Holding(i + 1, line.get(i).atMs());
            }
        }
        return null;
    }

    @Nullable
    CouponBook book(long id) {
        CouponDefined d = definitions.get(id);
        return d == null
                ? null
                : new CouponBook(
                        id,
                        d.name(),
                        quantities.getOrDefault(id, 0),
                        d.opensAtMs(),
                        d.closesAtMs(),
                        closed.contains(id),
                        winners.getOrDefault(id, List.of()).size());
    }
}
