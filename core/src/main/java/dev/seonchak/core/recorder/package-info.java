/**
 * What one batch of the log adds to the database, worked out from the rows already there.
 *
 * <p>Depends on the rule and the records; the database itself is the caller's.
 */
@NullMarked
package dev.seonchak.core.recorder;

import org.jspecify.annotations.NullMarked;
