/**
 * The audit: the promises as pure functions over evidence, one for each {@link dev.seonchak.core.audit.Invariant}.
 *
 * <p>{@link dev.seonchak.core.audit.CouponCase} puts them together. Reads evidence through interfaces, touches no server and
 * no file, writes nothing.
 */
@NullMarked
package dev.seonchak.core.audit;

import org.jspecify.annotations.NullMarked;
