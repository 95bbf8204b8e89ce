package dev.seonchak.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that was to be back to normal in time after a fault was healed, as somebody measured it.
 *
 * @param what such as {@code recorder's lag 0 after redis-kill}
 * @param afterMs how long it took from healing; null where it never was
 * @param withinMs how long it may take
 */
public record Recovery(String what, @Nullable Long afterMs, long withinMs) {}
