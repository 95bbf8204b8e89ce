/**
 * The public HTTP API on Vert.x event loops: requests in, outcomes out, and what is not a request turned away.
 *
 * <p>Reads the ledger, hands claims to the issuer; touches neither Redis nor Kafka nor MySQL.
 */
@NullMarked
package dev.seonchak.service.http;

import org.jspecify.annotations.NullMarked;
