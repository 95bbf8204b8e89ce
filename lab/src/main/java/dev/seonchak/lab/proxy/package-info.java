/**
 * Weather between the service and one component: a TCP proxy that delays, throttles, holds back, loses and resets. May
 * touch sockets on 127.0.0.1; knows nothing of what the bytes mean.
 *
 * <pre>
 *   service ──▶ [ TO_SERVER: Weather ] ──▶ Redis, Kafka, MySQL
 *           ◀── [ TO_CLIENT: Weather ] ◀──
 * </pre>
 */
@NullMarked
package dev.seonchak.lab.proxy;

import org.jspecify.annotations.NullMarked;
