/** The floor: an HTTP server that does nothing but answer, to know what HTTP alone costs. May open one port. */
@NullMarked
package dev.seonchak.lab.floor;

import org.jspecify.annotations.NullMarked;
