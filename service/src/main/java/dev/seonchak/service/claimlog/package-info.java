/**
 * The claim log in Kafka: its topic, the way in (producer and breaker) and the way back (tail).
 *
 * <p>Touches Kafka and feeds the ledger.
 */
@NullMarked
package dev.seonchak.service.claimlog;

import org.jspecify.annotations.NullMarked;
