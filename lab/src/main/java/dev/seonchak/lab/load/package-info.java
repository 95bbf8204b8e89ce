/**
 * Load: sends claims at the instants they are due, or as fast as they are answered, and says what came back. May touch
 * the target's HTTP port and the history file; knows nothing of commands and terminals.
 */
@NullMarked
package dev.seonchak.lab.load;

import org.jspecify.annotations.NullMarked;
