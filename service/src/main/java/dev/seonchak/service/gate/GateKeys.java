package dev.seonchak.service.gate;

import java.util.List;

/**
 * The keys of one coupon in Redis. The first two names are a contract of the field: scripts and people outside rely on them.
 */
record GateKeys(String inventory, String issuedUsers, String pending, String loaded) {

    static GateKeys of(long couponId) {
        String prefix = "coupon:" + couponId;
        return new GateKeys(prefix + ":inventory", prefix + ":issued_users", prefix + ":pending", prefix + ":loaded");
    }

    /** In the order in which every script takes them. */
    List<String> all() {
        return List.of(inventory, issuedUsers, pending, loaded);
    }
}
