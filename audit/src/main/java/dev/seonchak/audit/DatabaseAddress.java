package dev.seonchak.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;

/**
 * Where the database is: {@code mysql://user:password@host:port/database?driverProperty=value}.
 *
 * <p>User and password are percent-encoded where they need to be. Properties behind the question mark go to the driver as
 * they are and win over the ones set here, for example {@code sslMode=VERIFY_IDENTITY}.
 *
 * @param driverProperties the part behind the question mark; empty where there is none
 */
public record DatabaseAddress(
        String host, int port, String database, String user, String password, String driverProperties) {

    private static final int DEFAULT_PORT = 3306;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with a sentence that does not repeat the password
     */
    public static DatabaseAddress parse(String url) {
        // Not the URI of the whole first: its exception would quote the password.
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a URL: percent-encode special characters of user and password");
        }
        String path = uri.getRawPath();
        if (!"mysql".equals(uri.getScheme()) || uri.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException("must look like mysql://user:password@host:port/database");
        }
        String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decoded(path.substring(1)),
                decoded(login[0]),
                login.length < 2 ? "" : decoded(login[1]),
                uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    private static String decoded(String part) {
        // A plus sign is a plus sign here; the decoder is made for forms.
        return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
    }

    /**
     * The address as the driver wants it, without user and password.
     *
     * @param connectTimeoutMs for a connection to be made
     * @param socketTimeoutMs for an answer to any one statement
     */
    public String jdbcUrl(int connectTimeoutMs, int socketTimeoutMs) {
        return "jdbc:mysql://" + host + ":" + port + "/" + database
                // A batch becomes one statement with many rows: the difference is a factor of twenty.
                + "?rewriteBatchedStatements=true"
                + "&cachePrepStmts=true&prepStmtCacheSize=64&prepStmtCacheSqlLimit=32768"
                + "&cacheServerConfiguration=true&useLocalSessionState=true"
                + "&characterEncoding=UTF-8"
                + "&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
                + "&connectTimeout=" + connectTimeoutMs
                + "&socketTimeout=" + socketTimeoutMs
                + "&tcpKeepAlive=true"
                // MySQL's default login over a connection without TLS; who wants TLS enforced sets sslMode.
                + "&allowPublicKeyRetrieval=true"
                // A zombie that holds the position is waited for this long, then asked about again.
                + "&sessionVariables=innodb_lock_wait_timeout=5"
                + (driverProperties.isEmpty() ? "" : "&" + driverProperties);
    }

    /** The address without the password. */
    @Override
    public String toString() {
        return "mysql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
