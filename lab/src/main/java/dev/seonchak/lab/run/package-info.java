/** One run: prepare, load with faults, heal, ask again, drain, audit, result. */
@NullMarked
package dev.seonchak.lab.run;

import org.jspecify.annotations.NullMarked;
