package dev.seonchak.audit;

import dev.seonchak.core.audit.Answer;
import dev.seonchak.core.audit.ClientOutcome;
import dev.seonchak.core.audit.Histories;
import dev.seonchak.core.audit.Source;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.core.audit.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Histories as the lab's generator writes them: CSV with comment lines first ({@code #}, one of which says {@code
 * startedAtMs=…}), then the names of the columns, then a line a request. Read line by line, columns by name.
 *
 * <p>Needed are {@code user}, {@code sentNs}, {@code endNs}, {@code outcome} and {@code serial}; {@code coupon} where the file
 * is of more than one. Times are nanoseconds since the start. Columns that are not known are passed over.
 */
public final class HistoryFiles implements Histories {

    private static final Pattern STARTED = Pattern.compile("\\bstartedAtMs=(\\d{1,15})\\b");
    private static final List<String> NEEDED = List.of("user", "sentNs", "endNs", "outcome", "serial");

    private final List<Path> files;
    private final long couponId;
    private final boolean complete;

    /**
     * Histories of one run, or of several on one coupon.
     *
     * @param couponId the coupon of files without a column for it
     * @param complete whether every request that was ever made for the coupon is in them
     */
    public HistoryFiles(List<Path> files, long couponId, boolean complete) {
        this.files = List.copyOf(files);
        this.couponId = couponId;
        this.complete = complete;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public boolean oneClock() {
        return files.size() == 1;
    }

    @Override
    public void forEach(Consumer<Answer> consumer) {
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                new Reader(file, lines, consumer).read();
            } catch (IOException e) {
                throw unreadable(file, 0, "it cannot be read (" + e + ")", e);
            }
        }
    }

    private static Unreadable unreadable(Path file, long line, String why, @Nullable Throwable cause) {
        String place = file + (line > 0 ? " line " + line : "");
        return new Unreadable(
                Source.HISTORIES,
                new Words("History " + place + ": " + why + ".", "기록 " + place + ": " + why + "."),
                cause);
    }

    /** One file. */
    private final class Reader {

        private final Path file;
        private final BufferedReader lines;
        private final Consumer<Answer> consumer;
        private long line;
        private long startedNs;
        private int coupon;
        private int user;
        private int sent;
        private int end;
        private int outcome;
        private int serial;
        private int columns;

        Reader(Path file, BufferedReader lines, Consumer<Answer> consumer) {
            this.file = file;
            this.lines = lines;
            this.consumer = consumer;
        }

        void read() throws IOException {
            String text = next();
            while (text != null && text.startsWith("#")) {
                Matcher started = STARTED.matcher(text);
                if (started.find()) {
                    startedNs = Math.multiplyExact(Long.parseLong(started.group(1)), 1_000_000L);
                }
                text = next();
            }
            if (startedNs == 0) {
                throw unreadable(file, 0, "no line '# … startedAtMs=<milliseconds>…' at its head", null);
            }
            head(text == null ? "" : text);
            for (text = next(); text != null; text = next()) {
                if (!text.isEmpty()) {
                    consumer.accept(answer(text.split(",", -1)));
                }
            }
        }

        private @Nullable String next() throws IOException {
            line++;
            return lines.readLine();
        }

        private void head(String text) {
            List<String> names = Arrays.asList(text.split(",", -1));
            for (String name : NEEDED) {
                if (!names.contains(name)) {
                    throw unreadable(file, line, "no column '" + name + "' among '" + text + "'", null);
                }
            }
            columns = names.size();
            coupon = names.indexOf("coupon");
            user = names.indexOf("user");
            sent = names.indexOf("sentNs");
            end = names.indexOf("endNs");
            outcome = names.indexOf("outcome");
            serial = names.indexOf("serial");
        }

        private Answer answer(String[] fields) {
            if (fields.length != columns) {
                throw unreadable(file, line, fields.length + " fields, not " + columns + ": is it cut off?", null);
            }
            ClientOutcome label = ClientOutcome.ofLabel(fields[outcome]);
            if (label == null) {
                throw unreadable(file, line, "no outcome of ours: '" + fields[outcome] + "'", null);
            }
            try {
                return new Answer(
                        coupon < 0 ? couponId : Long.parseLong(fields[coupon]),
                        Long.parseLong(fields[user]),
                        fields[sent].isEmpty() ? 0 : startedNs + Long.parseLong(fields[sent]),
                        startedNs + Long.parseLong(fields[end]),
                        label,
                        fields[serial].isEmpty() ? 0 : Integer.parseInt(fields[serial]));
            } catch (IllegalArgumentException e) {
                throw unreadable(file, line, "a number that is none (" + e.getMessage() + ")", e);
            }
        }
    }
}
