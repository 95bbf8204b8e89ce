package dev.seonchak.lab.proxy;

/**
 * What a proxy has done since its start.
 *
 * @param open          connections that are open now
 * @param accepted      connections accepted, refused ones left out
 * @param refused       connections reset at their beginning, because of {@link Weather#refuse()}
 * @param resets        connections that the proxy itself reset, refused ones left out
 * @param bytesToServer bytes handed on to the server
 * @param bytesToClient bytes handed on to the client
 * @param bytesHeld     bytes that wait in the proxy now
 * @param bytesLost     bytes read and thrown away by {@link Weather#lose()}
 */
public record Stats(
        int open,
        long accepted,
        long refused,
        long resets,
        long bytesToServer,
        long bytesToClient,
        long bytesHeld,
        long bytesLost) {}
