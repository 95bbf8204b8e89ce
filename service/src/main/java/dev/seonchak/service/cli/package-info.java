/** The command line: one class a command, each a thin shell around a part that does the work. */
@NullMarked
package dev.seonchak.service.cli;

import org.jspecify.annotations.NullMarked;
