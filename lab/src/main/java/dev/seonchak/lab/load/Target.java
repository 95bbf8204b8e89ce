package dev.seonchak.lab.load;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Where the load goes: a host and a port that speak plain HTTP/1.1. */
public record Target(String host, int port) {
    private static final int HTTP_PORT = 80;

    /**
     * Reads {@code http://host:port}.
     *
     * @param owned whether the caller says that a target beyond this machine is theirs to load
     * @throws IllegalArgumentException with a sentence that says what to change
     */
    public static Target parse(String url, boolean owned) {
        URI uri = URI.create(url);
        String host = uri.getHost();
        if (!"http".equals(uri.getScheme()) || host == null) {
            throw new IllegalArgumentException("the target must look like http://127.0.0.1:8080, not " + url);
        }
        if (uri.getPath() != null && uri.getPath().length() > 1) {
            throw new IllegalArgumentException("the target must have no path; the scenario knows it: " + url);
        }
        if (!owned && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    host + " is not this machine; say --i-own-the-target if it is yours to load");
        }
        return new Target(host, uri.getPort() < 0 ? HTTP_PORT : uri.getPort());
    }

    /** Reads several of them, with commas between; see {@link #parse}. */
    public static List<Target> parseAll(String urls, boolean owned) {
        return Arrays.stream(urls.split(",", -1))
                .map(url -> parse(url.strip(), owned))
                .toList();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host: " + host, e);
        }
    }
}
