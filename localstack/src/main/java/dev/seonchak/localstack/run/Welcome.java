package dev.seonchak.localstack.run;

import dev.seonchak.localstack.Stack;
import java.io.PrintStream;

/** What a person sees when everything runs: where things are, what to try, how to stop. */
final class Welcome {
    private static final String RULE = "─".repeat(78);

    private Welcome() {}

    static void all(PrintStream out, Stack stack, int port) {
        String url = "http://localhost:" + port;
        out.println("""

                %1$s
                  Seonchak is running                            선착이 실행 중입니다

                  Service  서비스    %2$s
                  API      명세      %2$s/openapi.yaml
                  Metrics  지표      %2$s/metrics

                  Try it   해 보기   curl -X POST '%2$s/coupons/1/issue-async?couponId=%3$d'

                  Admin token        %4$s
                  관리자 토큰        (Authorization: Bearer …)
                """.formatted(RULE, url, DemoCoupon.ID, stack.adminToken()).stripTrailing());
        servers(out, stack);
    }

    static void stackOnly(PrintStream out, Stack stack) {
        out.println("\n" + RULE + "\n  Redis, Kafka and the database are running      서버 세 개가 실행 중입니다");
        servers(out, stack);
    }

    private static void servers(PrintStream out, Stack stack) {
        out.println("""

                  Redis              %2$s
                  Kafka              %3$s
                  %4$-18s %5$s
                  Data     데이터    %6$s
                  Logs     로그      %7$s

                  Stop     종료      Ctrl-C   (data is kept; --reset wipes it / 데이터는 보존됩니다)
                %1$s
                """.formatted(
                        RULE,
                        stack.redis().url(),
                        stack.kafka().url(),
                        stack.mysql().product(),
                        stack.mysql().url(),
                        stack.dataDir(),
                        stack.logs()));
    }
}
