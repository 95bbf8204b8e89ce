package dev.seonchak.core.ledger;

/**
 * One unit in somebody's hands.
 *
 * @param serial 1 for the first unit of the coupon, without a hole
 * @param issuedAtMs the append time of the granting record, in milliseconds since the epoch
 */
public record Holding(int serial, long issuedAtMs) {}
