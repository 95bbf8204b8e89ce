/**
 * The recorder: takes the claim log into MySQL, each partition in order, rows and position in one transaction.
 *
 * <p>Touches Kafka (reads) and MySQL (reads and writes), in blocking code on threads of its own. Nothing that answers a
 * client waits for it.
 */
@NullMarked
package dev.seonchak.service.recorder;

import org.jspecify.annotations.NullMarked;
