/** Results of runs for people and for programs: text, JSON, tables. */
@NullMarked
package dev.seonchak.lab.report;

import org.jspecify.annotations.NullMarked;
