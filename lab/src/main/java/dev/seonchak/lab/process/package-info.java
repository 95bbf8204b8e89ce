/** What a process of this machine costs: CPU time by pid. May read {@code /proc} and nothing else. */
@NullMarked
package dev.seonchak.lab.process;

import org.jspecify.annotations.NullMarked;
