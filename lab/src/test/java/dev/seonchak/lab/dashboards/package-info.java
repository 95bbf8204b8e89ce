/**
 * What {@code ops/grafana} and {@code ops/prometheus} hold, asked of real servers after a real load. It reads those files and
 * touches nothing of the lab but its way to start things.
 */
@NullMarked
package dev.seonchak.lab.dashboards;

import org.jspecify.annotations.NullMarked;
