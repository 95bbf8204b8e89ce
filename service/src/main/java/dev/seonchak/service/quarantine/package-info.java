/**
 * The quarantine as an operator sees it: what is in it, what is true according to the log, and how an entry is settled.
 *
 * <p>Touches MySQL, and reads the log through {@code claimlog}. Nothing here runs in a node.
 */
@NullMarked
package dev.seonchak.service.quarantine;

import org.jspecify.annotations.NullMarked;
