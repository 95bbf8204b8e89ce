/**
 * {@code ./seonchak loadtest}: the load-test plan as one command, from an empty coupon to a verdict. Real k6 sends, this watches
 * and audits.
 */
@NullMarked
package dev.seonchak.lab.loadtest;

import org.jspecify.annotations.NullMarked;
