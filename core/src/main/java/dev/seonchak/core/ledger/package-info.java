/**
 * The rule of first come, first served, and the ledger that applies it to the log, record by record.
 *
 * <p>Depends on the records only. No clock, no I/O, no randomness: the same log gives the same ledger everywhere.
 */
@NullMarked
package dev.seonchak.core.ledger;

import org.jspecify.annotations.NullMarked;
