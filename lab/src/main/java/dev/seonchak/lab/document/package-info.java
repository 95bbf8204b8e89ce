/**
 * The parts that the documents of all runs are made of, format {@code seonchak-run/1}: what became of requests, second by second
 * and in all, what was seen of nodes and servers, what was judged. Knows loads and recordings, and neither k6 nor rigs.
 */
@NullMarked
package dev.seonchak.lab.document;

import org.jspecify.annotations.NullMarked;
