/** Holds what clients were told against the rows in MySQL. Pure functions, and the reading that they need. */
@NullMarked
package dev.seonchak.lab.verify;

import org.jspecify.annotations.NullMarked;
