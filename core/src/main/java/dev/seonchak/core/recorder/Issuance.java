package dev.seonchak.core.recorder;

/**
 * One row of the issuance table: a unit in a user's hands.
 *
 * @param issuedAtMs the append time of the granting record, in milliseconds since the epoch
 */
public record Issuance(long couponId, int serial, long userId, String claimId, long issuedAtMs) {}
