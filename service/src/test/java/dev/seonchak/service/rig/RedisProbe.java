package dev.seonchak.service.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Looks into Redis, and spoils it, as an operator with a terminal would: one command, one connection. */
public final class RedisProbe {

    private RedisProbe() {}

    /** A command in plain words, with the reply as text: an integer or string as it is, an array's elements by blanks. */
    public static String call(String... words) {
        var command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (var socket = new Socket(
                InetAddress.ofLiteral("127.0.0.1"), Servers.stack().redis().port())) {
            socket.getOutputStream().write(command.toString().getBytes(UTF_8));
            return reply(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static long number(String... words) {
        String reply = call(words);
        return reply.startsWith("-") ? -1 : Long.parseLong(reply);
    }

    private static String reply(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '$' -> {
                int length = Integer.parseInt(rest);
                yield length < 0 ? "" : new String(in.readNBytes(length + 2), 0, length, UTF_8);
            }
            case '*' -> {
                var all = new StringBuilder();
                for (int i = 0; i < Integer.parseInt(rest); i++) {
                    all.append(i == 0 ? "" : " ").append(reply(in));
                }
                yield all.toString();
            }
            case '-' -> line;
            default -> rest;
        };
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        if (line.isEmpty()) {
            throw new IOException("Redis closed the connection");
        }
        return line.toString();
    }
}
