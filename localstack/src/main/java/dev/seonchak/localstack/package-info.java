/**
 * Starts real Redis, Kafka and MySQL (or MariaDB) as child processes on this machine and stops them again; it may touch
 * the data directory, the server cache and loopback ports, and knows nothing of coupons.
 */
@NullMarked
package dev.seonchak.localstack;

import org.jspecify.annotations.NullMarked;
