/**
 * {@code ./seonchak run}: the whole service on this machine by one command; it may start a {@link
 * dev.seonchak.localstack.Stack} and talk to the service by HTTP as any client does.
 */
@NullMarked
package dev.seonchak.localstack.run;

import org.jspecify.annotations.NullMarked;
