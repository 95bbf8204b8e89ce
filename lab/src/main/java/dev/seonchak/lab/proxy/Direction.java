package dev.seonchak.lab.proxy;

/** Which way bytes go; the server is the component behind the proxy. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
