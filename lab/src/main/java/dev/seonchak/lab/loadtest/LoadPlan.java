package dev.seonchak.lab.loadtest;

import dev.seonchak.lab.load.Schedule;
import dev.seonchak.lab.load.Schedule.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The load that k6 is to make: a rate that ramps from stage to stage, and who asks.
 *
 * @param startPerS requests a second at the beginning
 * @param stages one after the other
 * @param users users are drawn at random out of 1 to so many
 * @param vus k6's virtual users made before the start
 * @param maxVus more than so many are never made; what finds none free is dropped
 * @param timeoutS after so many seconds a client gives up
 */
public record LoadPlan(int startPerS, List<Stage> stages, int users, int vus, int maxVus, int timeoutS) {

    private static final Pattern STAGE = Pattern.compile("(\\d{1,7}):(\\d{1,6})(s|m|h)");

    /** From whatever the rate was to this rate, in so many seconds. */
    public record Stage(int perS, int seconds) {}

    public LoadPlan {
        stages = List.copyOf(stages);
        require(!stages.isEmpty(), "a plan needs a stage, such as 1000:30s");
        require(startPerS >= 0 && users > 0 && timeoutS > 0, "rates, users and the timeout must be positive");
        require(vus > 0 && vus <= maxVus, "virtual users must be at least 1 and at most the maximum");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Reads stages.
     *
     * @param text such as {@code 1000:30s,2500:30s,100:1m}: up or down to 1,000 a second within 30 s, and so on
     */
    public static List<Stage> stages(String text) {
        List<Stage> stages = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher stage = STAGE.matcher(part.strip());
            require(stage.matches(), "'" + part + "' is no stage; write RATE:TIME, such as 1000:30s or 500:2m");
            int unit =
                    switch (stage.group(3)) {
                        case "h" -> 3600;
                        case "m" -> 60;
                        default -> 1;
                    };
            int seconds = Math.multiplyExact(Integer.parseInt(stage.group(2)), unit);
            require(seconds > 0, "'" + part + "' lasts no time");
            stages.add(new Stage(Integer.parseInt(stage.group(1)), seconds));
        }
        return stages;
    }

    /** The stages as k6's script reads them. */
    String stagesText() {
        return stages.stream()
                .map(stage -> stage.perS + ":" + stage.seconds + "s")
                .collect(Collectors.joining(","));
    }

    /** When each request is due. */
    public Schedule schedule() {
        List<Segment> segments = new ArrayList<>();
        double from = startPerS;
        for (Stage stage : stages) {
            segments.add(new Segment(from, stage.perS, stage.seconds * 1000L));
            from = stage.perS;
        }
        return Schedule.of(segments);
    }

    /** How long the load lasts. */
    public int seconds() {
        return stages.stream().mapToInt(Stage::seconds).sum();
    }

    @Override
    public String toString() {
        return startPerS + " → "
                + Arrays.stream(stagesText().split(",", -1))
                        .map(stage -> stage.replace(":", "/s in "))
                        .collect(Collectors.joining(" → "));
    }
}
