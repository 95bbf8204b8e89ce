package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What two runs do not have in common, and why a difference between their figures may come from that alone. */
final class Differences {
    private Differences() {}

    /** A sentence for each; none where the two can be compared without a second thought. */
    static List<Words> between(JsonObject a, JsonObject b) {
        List<Words> all = new ArrayList<>();
        verdict(all, "A", a);
        verdict(all, "B", b);
        String nameA = told(a.getString("name"));
        String nameB = told(b.getString("name"));
        if (!nameA.equals(nameB)) {
            all.add(new Words(
                    "These are different experiments: A " + nameA + ", B " + nameB + ".",
                    "서로 다른 실험입니다: A " + nameA + ", B " + nameB + "."));
        }
        add(all, a, b, new Words("The plans differ", "부하 계획이 다릅니다"), "plan", "startRate", "stages", "users", "maxVus");
        add(all, a, b, new Words("The coupons differ", "쿠폰이 다릅니다"), "coupon", "quantity");
        add(all, a, b, new Words("The load generators differ", "부하 도구가 다릅니다"), "engine", "name", "version");
        add(
                all,
                a,
                b,
                new Words("The machines differ", "컴퓨터가 다릅니다"),
                "machine",
                "cpus",
                "memoryBytes",
                "cpuModel",
                "os",
                "java");
        String commitA = a.getString("commit");
        String commitB = b.getString("commit");
        if (!Objects.equals(commitA, commitB)) {
            all.add(new Words(
                    "The commits differ: A " + told(commitA) + ", B " + told(commitB) + ".",
                    "커밋이 다릅니다: A " + told(commitA) + ", B " + told(commitB) + "."));
        }
        return all;
    }

    private static void verdict(List<Words> all, String name, JsonObject run) {
        String verdict = run.getString("verdict");
        if (!verdict.equals("PASS")) {
            all.add(new Words(
                    name + " did not pass (" + verdict + "): good figures of a run that did not pass prove nothing.",
                    name + "는 통과하지 못했습니다(" + verdict + "). 통과하지 못한 실행의 좋은 수치는 아무것도 증명하지 않습니다."));
        }
    }

    private static void add(List<Words> all, JsonObject a, JsonObject b, Words what, String part, String... fields) {
        JsonObject inA = a.getJsonObject(part, new JsonObject());
        JsonObject inB = b.getJsonObject(part, new JsonObject());
        List<String> differing = new ArrayList<>();
        for (String field : fields) {
            String one = value(inA, field);
            String other = value(inB, field);
            if (!one.equals(other)) {
                differing.add(field + " " + one + " / " + other);
            }
        }
        if (!differing.isEmpty()) {
            String list = String.join(", ", differing);
            all.add(new Words(what.en() + " (A / B): " + list + ".", what.ko() + " (A / B): " + list + "."));
        }
    }

    private static String value(JsonObject part, String field) {
        if (field.equals("stages")) {
            List<String> stages = At.list(part, field).stream()
                    .map(stage -> number(stage, "ratePerSecond") + "/s×" + number(stage, "seconds") + "s")
                    .toList();
            return String.join("→", stages);
        }
        return field.equals("memoryBytes")
                ? Numbers.told(At.number(part, field), Numbers::bytes).en()
                : number(part, field);
    }

    private static String number(JsonObject from, String field) {
        Object value = from.getValue(field);
        return value instanceof Number number
                ? Numbers.count(number.doubleValue())
                : told(value == null ? null : value.toString());
    }

    private static String told(@Nullable String text) {
        return text == null ? "?" : text;
    }
}
