/**
 * The records of the claim log and their format: what is written, what can be read, what is refused.
 *
 * <p>Touches nothing else. The format is documented for other readers in {@code docs/log-format.md}.
 */
@NullMarked
package dev.seonchak.core.record;

import org.jspecify.annotations.NullMarked;
