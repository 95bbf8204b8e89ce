/** Looks at a coupon's counters in MySQL while a load runs; whether they are right says the audit. */
@NullMarked
package dev.seonchak.lab.rows;

import org.jspecify.annotations.NullMarked;
