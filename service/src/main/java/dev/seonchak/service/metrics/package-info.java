/**
 * The names of all meters in one place, and what measures the process itself. Documented in {@code docs/metrics.md}.
 */
@NullMarked
package dev.seonchak.service.metrics;

import org.jspecify.annotations.NullMarked;
