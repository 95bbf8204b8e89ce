package dev.seonchak.core.audit;

/**
 * The highest value that something with a limit reached.
 *
 * @param name with its unit, such as {@code node 1: heap used, bytes}
 */
public record Bound(String name, double highest, double limit) {}
