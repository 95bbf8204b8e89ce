/** The promises as pure functions over evidence: what clients were told, the log, the rows, the gate. */
@NullMarked
package dev.seonchak.core.audit;

import org.jspecify.annotations.NullMarked;
