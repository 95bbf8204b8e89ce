package dev.seonchak.lab.loadtest;

import org.jspecify.annotations.Nullable;

/**
 * What a load test is to do.
 *
 * @param couponId nobody has it yet
 * @param quantity its units
 * @param influx where k6 sends its samples too; null for nowhere
 */
public record LoadTestSpec(
        LoadPlan plan,
        Thresholds thresholds,
        long couponId,
        int quantity,
        @Nullable InfluxTarget influx) {}
