package dev.seonchak.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HolderTableTest {

    /** Inverse of the table's multiplier modulo 2^64: its multiples hash to small neighbours, or to one slot. */
    private static final long INVERSE = 0xF1DE83E19937733DL;

    @Property(tries = 300)
    void theTableIsAMap(@ForAll("users") List<Long> users) {
        assertLikeAMap(users);
    }

    @Example
    void idsThatAllHashToOneSlotAreStillFound() {
        var users = new ArrayList<Long>();
        for (long i = 1; i <= 2_000; i++) {
            // user * multiplier = (i << 32) | i, so that the two halves cancel out and every hash is 0
            long user = ((i << 32) | i) * INVERSE;
            if (user > 0) {
                users.add(user);
            }
        }
        assertThat(users).hasSizeGreaterThan(500);
        assertLikeAMap(users);
    }

    @Example
    void idsInARowAndIdsThatDifferInTheirHighBitsOnlyAreStillFound() {
        var users = new ArrayList<Long>();
        for (long i = 1; i <= 5_000; i++) {
            users.add(i);
            users.add(i << 40);
            users.add(Long.MAX_VALUE - i);
        }
        assertLikeAMap(users);
    }

    @Example
    void aHundredThousandHoldersAreAllFound() {
        var users = new ArrayList<Long>();
        new Random(7).longs(100_000, 1, Long.MAX_VALUE).distinct().forEach(users::add);
        assertLikeAMap(users);
    }

    @Example
    void nobodyIsNotAHolder() {
        var table = new HolderTable();
        table.add(5, new Holding(1, 10));

        assertThat(table.find(0)).isNull();
        assertThat(table.find(-5)).isNull();
    }

    private static void assertLikeAMap(List<Long> users) {
        var table = new HolderTable();
        Map<Long, Holding> map = new HashMap<>();
        for (long user : users) {
            assertThat(table.find(user)).isEqualTo(map.get(user));
            if (!map.containsKey(user)) {
                var holding = new Holding(map.size() + 1, user ^ 42);
                map.put(user, holding);
                table.add(user, holding);
            }
        }
        map.forEach((user, holding) -> assertThat(table.find(user)).isEqualTo(holding));
        var seen = new HashMap<Long, Holding>();
        table.forEachUser(user -> seen.put(user, new Holding(seen.size(), 0)));
        assertThat(seen.keySet()).isEqualTo(map.keySet());
    }

    @Provide
    Arbitrary<List<Long>> users() {
        Arbitrary<Long> any = Arbitraries.longs().between(1, Long.MAX_VALUE);
        Arbitrary<Long> near = Arbitraries.longs().between(1, 400);
        return Arbitraries.oneOf(any, near, near.map(n -> n << 48)).list().ofMaxSize(300);
    }
}
