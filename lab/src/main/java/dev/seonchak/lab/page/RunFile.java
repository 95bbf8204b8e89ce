package dev.seonchak.lab.page;

import dev.seonchak.core.audit.Words;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run as a file of JSON: a load test, or a load with faults. What is in it: {@code run-shape.json}. */
public final class RunFile {
    /** The format that is read and written. */
    public static final String FORMAT = "seonchak-run/1";

    /** The file's name in the directory of a run. */
    public static final String NAME = "run.json";

    private static final String ANY_VERSION = "seonchak-run/";

    private RunFile() {}

    /**
     * Reads a run.
     *
     * @param path the file, or the directory with a {@value #NAME} in it
     * @throws NotARun if it is something else
     */
    public static JsonObject read(Path path) throws IOException {
        Path file = fileOf(path);
        if (!Files.isRegularFile(file)) {
            throw new NotARun(new Words("There is no file " + file + ".", file + " 파일이 없습니다."));
        }
        JsonObject run;
        try {
            run = new JsonObject(Files.readString(file));
        } catch (DecodeException | MalformedInputException e) {
            throw new NotARun(new Words(file + " is no JSON: it is no run.", file + ": JSON이 아닙니다. 실행 결과가 아닙니다."));
        }
        check(run, file.toString());
        return run;
    }

    /** The file itself, where a directory was named. */
    public static Path fileOf(Path path) {
        return Files.isDirectory(path) ? path.resolve(NAME) : path;
    }

    /**
     * Writes a run, over what was there.
     *
     * @throws NotARun if it could not be read again
     */
    public static void write(JsonObject run, Path file) throws IOException {
        check(run, file.toString());
        Resource.create(file, run.encodePrettily() + "\n");
    }

    /** Whether it can be shown; {@code where} is for the sentence that says why not. */
    static void check(JsonObject run, String where) {
        if (!(run.getValue("format") instanceof String format) || !format.startsWith(ANY_VERSION)) {
            throw new NotARun(new Words(
                    where + " is no run of ./seonchak loadtest or lab scenario: its \"format\" is not " + FORMAT + ".",
                    where + ": ./seonchak loadtest나 lab scenario의 결과가 아닙니다. \"format\"이 " + FORMAT + "이 아닙니다."));
        }
        if (!format.equals(FORMAT)) {
            throw new NotARun(new Words(
                    where + " is of format " + format + ", and this version reads " + FORMAT
                            + ". Show it with the version that wrote it, or a newer one.",
                    where + ": 형식이 " + format + "입니다. 이 버전은 " + FORMAT + "만 읽습니다. 결과를 만든 버전이나 더 새 버전으로 보십시오."));
        }
        RunShape.flaw(run).ifPresent(flaw -> {
            throw new NotARun(new Words(
                    where + " is damaged or incomplete at " + flaw + ".", where + ": 빠졌거나 손상된 곳이 있습니다: " + flaw));
        });
    }
}
