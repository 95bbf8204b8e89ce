/**
 * Pages for people: a run, be it a load test or a load with faults, as one HTML file that needs nothing else, two runs side by
 * side, and both on the terminal. Reads JSON only; knows nothing of how a run came about.
 */
@NullMarked
package dev.seonchak.lab.page;

import org.jspecify.annotations.NullMarked;
