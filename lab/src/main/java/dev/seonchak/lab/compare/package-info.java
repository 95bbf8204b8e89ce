/** Comparison: two servers under the same load, alternately, judged pair by pair. May use {@code load} and {@code process}. */
@NullMarked
package dev.seonchak.lab.compare;

import org.jspecify.annotations.NullMarked;
