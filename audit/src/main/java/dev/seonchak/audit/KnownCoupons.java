package dev.seonchak.audit;

import dev.seonchak.core.audit.Source;
import dev.seonchak.core.audit.Unreadable;
import dev.seonchak.core.audit.Words;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The coupons that MySQL knows. */
public final class KnownCoupons {

    private KnownCoupons() {}

    /**
     * Every coupon's id, ascending.
     *
     * @throws Unreadable where MySQL cannot be asked
     */
    public static List<Long> in(Deployment deployment, int patienceMs) {
        String url = deployment.mysqlUrl();
        if (url == null) {
            throw unreadable("none is named", null);
        }
        try {
            DatabaseAddress address = DatabaseAddress.parse(url);
            try (var connection = DriverManager.getConnection(
                            address.jdbcUrl(patienceMs, patienceMs), address.user(), address.password());
                    var select = connection.createStatement();
                    var row = select.executeQuery("SELECT coupon_id FROM coupon ORDER BY coupon_id")) {
                var ids = new ArrayList<Long>();
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
                return ids;
            }
        } catch (SQLException | IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    private static Unreadable unreadable(String why, @Nullable Throwable cause) {
        return new Unreadable(
                Source.MYSQL,
                new Words(
                        "Which coupons there are is asked of MySQL, which cannot be read: " + why
                                + ". Name them with --coupon, or start MySQL.",
                        "쿠폰 목록은 MySQL에서 읽는데 읽을 수 없습니다: " + why + ". --coupon으로 지정하거나 MySQL을 시작하세요."),
                cause);
    }
}
