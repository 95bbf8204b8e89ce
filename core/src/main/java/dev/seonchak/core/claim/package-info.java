/**
 * One claim on its way from a request to its outcome: ledger, gate, log, and back.
 *
 * <p>Depends on the ledger; reaches Redis and Kafka only through the two ports {@code Gate} and {@code ClaimLog}.
 */
@NullMarked
package dev.seonchak.core.claim;

import org.jspecify.annotations.NullMarked;
