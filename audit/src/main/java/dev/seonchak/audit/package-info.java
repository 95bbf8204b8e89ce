/**
 * Reads what a deployment has to say about one coupon and lets {@link dev.seonchak.core.audit} judge it. Read only, on any
 * deployment, whatever its size.
 */
@NullMarked
package dev.seonchak.audit;

import org.jspecify.annotations.NullMarked;
