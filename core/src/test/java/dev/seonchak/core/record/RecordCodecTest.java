package dev.seonchak.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seonchak.core.record.Decoded.Garbage;
import dev.seonchak.core.record.Decoded.Known;
import dev.seonchak.core.record.Decoded.TooNew;
import dev.seonchak.core.record.LogRecord.Claimed;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordCodecTest {

    private static final String CLAIMED = "dev.seonchak.claimed.v1";
    private static final List<String> OURS = List.of(
            CLAIMED,
            "dev.seonchak.coupon-defined.v1",
            "dev.seonchak.coupon-restocked.v1",
            "dev.seonchak.coupon-closed.v1");

    @Property
    void whatIsWrittenIsReadBack(@ForAll("records") LogRecord record) {
        assertThat(RecordCodec.decode(RecordCodec.type(record), RecordCodec.encode(record)))
                .isEqualTo(new Known(record));
    }

    @Property
    void arbitraryBytesUnderAKnownTypeAreARecordOrGarbage(@ForAll("ours") String type, @ForAll byte[] bytes) {
        Decoded decoded = RecordCodec.decode(type, bytes);

        assertThat(decoded).isInstanceOfAny(Known.class, Garbage.class);
        assertThat(RecordCodec.decode(type, bytes)).isEqualTo(decoded);
    }

    @Property
    void aDamagedRecordIsGarbageOrAValidRecordThatIsReadBack(
            @ForAll("records") LogRecord record, @ForAll int place, @ForAll byte damage) {
        byte[] bytes = RecordCodec.encode(record);
        bytes[Math.floorMod(place, bytes.length)] = damage;

        if (RecordCodec.decode(RecordCodec.type(record), bytes) instanceof Known known) {
            assertThat(RecordCodec.decode(RecordCodec.type(record), RecordCodec.encode(known.record())))
                    .isEqualTo(known);
        }
    }

    @Property
    void aTruncatedRecordIsGarbage(@ForAll("records") LogRecord record, @ForAll int cut) {
        byte[] bytes = RecordCodec.encode(record);

        assertGarbage(RecordCodec.type(record), Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length)));
    }

    @Property
    void anythingAfterTheRecordIsGarbage(@ForAll("records") LogRecord record, @ForAll("trailers") String trailer) {
        String text = new String(RecordCodec.encode(record), UTF_8);

        assertGarbage(RecordCodec.type(record), (text + trailer).getBytes(UTF_8));
    }

    @Property
    void everyOtherTypeOfOurFamilyIsTooNewWhateverItsValue(@ForAll String rest, @ForAll byte[] bytes) {
        String type = "dev.seonchak." + rest;
        if (!OURS.contains(type)) {
            assertThat(RecordCodec.decode(type, bytes)).isEqualTo(new TooNew(type));
            assertThat(RecordCodec.decode(type, null)).isEqualTo(new TooNew(type));
        }
    }

    @Property
    void aTypeOfNobodyWeKnowIsGarbage(@ForAll String type, @ForAll("records") LogRecord record) {
        if (!type.startsWith("dev.seonchak.")) {
            assertGarbage(type, RecordCodec.encode(record));
        }
    }

    @Example
    void aRecordWithoutTypeOrWithoutValueIsGarbage() {
        assertThat(RecordCodec.decode(null, RecordCodec.encode(new Claimed(1, 2, "c"))))
                .isInstanceOf(Garbage.class);
        for (String type : OURS) {
            assertThat(RecordCodec.decode(type, null)).isInstanceOf(Garbage.class);
        }
    }

    @Property
    void fieldsThatNobodyKnowsAreIgnored(
            @ForAll("records") LogRecord record, @ForAll("jsonValues") String value, @ForAll boolean first) {
        String text = new String(RecordCodec.encode(record), UTF_8);
        String field = "\"colour\":" + value;
        String extended = first
                ? "{" + field + "," + text.substring(1)
                : text.substring(0, text.length() - 1) + "," + field + "}";

        assertThat(RecordCodec.decode(RecordCodec.type(record), extended.getBytes(UTF_8)))
                .isEqualTo(new Known(record));
    }

    @Example
    void anyMissingFieldIsGarbageExceptTheEndOfTheWindow() {
        fields().forEach((type, fields) -> {
            assertThat(RecordCodec.decode(type, json(fields))).isInstanceOf(Known.class);
            for (String missing : fields.keySet()) {
                var rest = new LinkedHashMap<>(fields);
                rest.remove(missing);
                Class<?> expected = missing.equals("closesAtMs") ? Known.class : Garbage.class;
                assertThat(RecordCodec.decode(type, json(rest)))
                        .as("%s without %s", type, missing)
                        .isInstanceOf(expected);
            }
        });
    }

    @Property
    void anyFieldOfAnotherKindIsGarbage(@ForAll("wrongs") String wrong) {
        fields().forEach((type, fields) -> {
            for (String spoilt : fields.keySet()) {
                var others = new LinkedHashMap<>(fields);
                others.put(spoilt, wrong);
                assertThat(RecordCodec.decode(type, json(others)))
                        .as("%s with %s %s", type, spoilt, wrong)
                        .isInstanceOf(Garbage.class);
            }
        });
    }

    @Example
    void aFieldThatComesTwiceIsGarbageBecauseReadersDifferInWhichOneTheyTake() {
        fields().forEach((type, fields) -> fields.forEach((name, value) -> {
            String text = new String(json(fields), UTF_8);
            String twice = text.substring(0, text.length() - 1) + ",\"" + name + "\":" + value + "}";
            assertGarbage(type, twice.getBytes(UTF_8));
        }));
    }

    @Example
    void aRecordInAnotherEncodingThanUtf8IsGarbage() {
        String text = "{\"couponId\":1,\"userId\":2,\"claimId\":\"c\"}";
        for (String encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE")) {
            assertGarbage(CLAIMED, text.getBytes(Charset.forName(encoding)));
        }
        assertGarbage(CLAIMED, ("\uFEFF" + text).getBytes(UTF_8));
    }

    @Example
    void halfACharacterInANameIsGarbageBecauseUtf8CannotHoldIt() {
        String half = "{\"couponId\":1,\"name\":\"\\ud800\",\"quantity\":1,\"opensAtMs\":0}";

        assertGarbage("dev.seonchak.coupon-defined.v1", half.getBytes(UTF_8));
    }

    @Example
    void everyExampleOfTheDocumentIsARecordOfTheTypeAboveIt() throws IOException {
        var types = new ArrayList<String>();
        String type = "";
        for (String line : Files.readAllLines(Path.of("..", "docs", "log-format.md"))) {
            if (line.startsWith("### `")) {
                type = line.substring(5, line.length() - 1);
            } else if (line.startsWith("{\"")) {
                types.add(type);
                assertThat(RecordCodec.decode(type, line.getBytes(UTF_8)))
                        .as(line)
                        .isInstanceOf(Known.class);
            }
        }
        assertThat(types).containsExactlyInAnyOrderElementsOf(OURS);
    }

    private static void assertGarbage(String type, byte[] bytes) {
        assertThat(RecordCodec.decode(type, bytes))
                .as("%s %s", type, new String(bytes, UTF_8))
                .isInstanceOf(Garbage.class);
    }

    /** A valid record of every type, field by field. */
    private static Map<String, Map<String, String>> fields() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        all.put(OURS.get(0), ordered("couponId", "8", "userId", "11", "claimId", "\"a-1\""));
        all.put(
                OURS.get(1),
                ordered("couponId", "8", "name", "\"선착\"", "quantity", "5", "opensAtMs", "10", "closesAtMs", "20"));
        all.put(OURS.get(2), ordered("couponId", "8", "quantity", "9"));
        all.put(OURS.get(3), ordered("couponId", "8"));
        return all;
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static byte[] json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(f -> "\"" + f.getKey() + "\":" + f.getValue())
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(UTF_8);
    }

    @Provide
    Arbitrary<LogRecord> records() {
        return RandomRecords.any();
    }

    @Provide
    Arbitrary<String> ours() {
        return Arbitraries.of(OURS);
    }

    @Provide
    Arbitrary<String> trailers() {
        return Arbitraries.of("{}", "x", "}", "]", ",", "1", "null", "\"\"", "\u0000", " {\"couponId\":1}");
    }

    @Provide
    Arbitrary<String> jsonValues() {
        return Arbitraries.of(
                "1", "-1.5e3", "null", "true", "\"\\u0041\"", "{\"couponId\":9}", "[[{}],\"couponId\",7]");
    }

    @Provide
    Arbitrary<String> wrongs() {
        var wrong = new ArrayList<>(List.of(
                "null",
                "true",
                "1.0",
                "1e2",
                "-1",
                "{}",
                "[1]",
                "\"\"",
                "\"  \"",
                "99999999999999999999",
                "01",
                "NaN"));
        wrong.add("-9223372036854775808");
        return Arbitraries.of(wrong);
    }
}
