package dev.seonchak.lab.cli;

import dev.seonchak.lab.admin.Admin;
import dev.seonchak.lab.admin.Command;
import dev.seonchak.lab.admin.Operator;
import dev.seonchak.lab.load.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The options of an operator who restocks, closes and defines coupons while the load of {@code trickle} runs. */
final class TrickleOptions {
    @Option(
            names = "--admin-token",
            defaultValue = "${env:SEONCHAK_ADMIN_TOKEN}",
            showDefaultValue = Visibility.NEVER,
            description = "trickle: the service's admin token; default: the variable SEONCHAK_ADMIN_TOKEN")
    private @Nullable String token;

    @Option(
            names = "--coupons",
            defaultValue = "20",
            description = "trickle: open coupons; --coupon is the id of the first, and later ids must be free")
    private int coupons;

    @Option(names = "--units", defaultValue = "1000", description = "trickle: units of a coupon, and of each restock")
    private int units;

    @Option(
            names = "--step-s",
            defaultValue = "30",
            description = "trickle: seconds between restocks or closings. Nothing is cancelled: the product cannot yet")
    private double stepS;

    /** An operator at that node with the coupons defined, and not yet at work. */
    Operator open(Target node, long firstCoupon, long seed, PrintWriter out) throws IOException, InterruptedException {
        if (token == null || token.isEmpty()) {
            throw new IllegalArgumentException("trickle defines coupons of its own: give --admin-token");
        }
        Admin admin = new Admin(URI.create("http://" + node.host() + ":" + node.port()), token);
        Operator.Plan plan = new Operator.Plan(firstCoupon, coupons, units, Math.round(stepS * 1000), seed);
        Operator operator = new Operator(admin, plan, command -> tell(command, out), System::currentTimeMillis);
        operator.open();
        return operator;
    }

    /** For the run's own description. */
    Map<String, Object> asked() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("coupons", coupons);
        asked.put("units", units);
        asked.put("stepS", stepS);
        return asked;
    }

    private static void tell(Command command, PrintWriter out) {
        out.println("       operator: " + command);
        out.flush();
    }
}
