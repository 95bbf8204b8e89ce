/**
 * The gate in Redis: admission in natural batches, its breaker, and the keeper that loads, sweeps and aligns it.
 *
 * <p>Advisory only: nothing here can grant or refuse. Touches Redis and, to align, reads the ledger.
 */
@NullMarked
package dev.seonchak.service.gate;

import org.jspecify.annotations.NullMarked;
