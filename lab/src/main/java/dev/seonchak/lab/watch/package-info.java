/**
 * Watching: what every process says and costs over time, and what the application did, in sentences. May read the
 * nodes' {@code /metrics} and {@code /proc}; changes nothing.
 */
@NullMarked
package dev.seonchak.lab.watch;

import org.jspecify.annotations.NullMarked;
