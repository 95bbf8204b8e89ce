package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's verdict in words. */
final class Verdicts {
    private Verdicts() {}

    /** The word for a status of checks, invariants and runs. */
    static Words word(String status) {
        return switch (status) {
            case "PASS" -> new Words("Passed", "통과");
            case "FAIL" -> new Words("Failed", "실패");
            case "UNKNOWN" -> new Words("Unknown", "판정 불가");
            default -> new Words("Not judged", "판정 안 함");
        };
    }

    /** What the run's verdict means, and what it rests on. */
    static Words sentence(JsonObject run) {
        String verdict = run.getString("verdict");
        return switch (verdict) {
            case "PASS" -> passed(run);
            case "FAIL" ->
                named(
                        run,
                        verdict,
                        new Words("Does not hold: ", "지켜지지 않음: "),
                        new Words("Something does not hold.", "지켜지지 않은 것이 있습니다."));
            default ->
                named(
                        run,
                        verdict,
                        new Words("Not read or not certain, so no pass: ", "읽지 못했거나 확실하지 않아 통과로 보지 않음: "),
                        new Words("Not everything could be read.", "읽지 못한 것이 있습니다."));
        };
    }

    private static Words passed(JsonObject run) {
        long checks = count(run, "checks");
        long invariants = count(run, "invariants");
        return checks + invariants == 0
                ? new Words("Everything that was judged holds.", "판정한 것은 모두 지켜졌습니다.")
                : new Words(
                        "Everything that was judged holds: " + checks + " checks, " + invariants + " invariants.",
                        "판정한 것은 모두 지켜졌습니다: 점검 " + checks + "개, 불변식 " + invariants + "개.");
    }

    private static long count(JsonObject run, String of) {
        return At.list(run, of).stream()
                .filter(one -> "PASS".equals(one.getString("status")))
                .count();
    }

    private static Words named(JsonObject run, String status, Words named, Words nameless) {
        List<Words> titles = Stream.of("invariants", "checks")
                .flatMap(of -> At.list(run, of).stream())
                .filter(one -> status.equals(one.getString("status")))
                .map(one -> At.words(one, "title"))
                .filter(Objects::nonNull)
                .toList();
        return titles.isEmpty()
                ? nameless
                : new Words(named.en() + joined(titles, Locale.ENGLISH), named.ko() + joined(titles, Locale.KOREAN));
    }

    private static String joined(List<Words> all, Locale locale) {
        return all.stream().map(words -> words.in(locale)).collect(Collectors.joining(" · "));
    }
}
