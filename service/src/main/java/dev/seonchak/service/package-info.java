/**
 * The application as one process: {@code Main} reads the command line, {@code Service} wires everything.
 *
 * <p>The only package that may touch all others.
 */
@NullMarked
package dev.seonchak.service;

import org.jspecify.annotations.NullMarked;
