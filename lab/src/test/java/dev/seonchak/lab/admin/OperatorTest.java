package dev.seonchak.lab.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seonchak.lab.admin.Command.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a small server with the service's own rules of restocking and closing. */
@Timeout(60)
class OperatorTest {
    private static final String TOKEN = "secret";

    private final Vertx vertx = Vertx.vertx();
    private final Map<Long, Integer> quantities = new HashMap<>();
    private final Set<Long> closed = new HashSet<>();
    // Statuses to answer instead, after having carried the command out.
    private final Deque<Integer> lies = new ArrayDeque<>();
    private final List<Command> told = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // set before every test
    private HttpServer server;

    @BeforeEach
    void listen() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    int status = TOKEN.equals(token(request.getHeader("Authorization")))
                            ? carryOut(request.path(), body.length() == 0 ? new JsonObject() : body.toJsonObject())
                            : 401;
                    Integer lie = lies.poll();
                    request.response().setStatusCode(lie == null ? status : lie).end("{}");
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void couponsAreRestockedClosedAndFollowedByNewOnes() throws Exception {
        try (Operator operator = operator(TOKEN)) {
            operator.open();
            assertThat(operator.coupons()).containsExactly(100, 101, 102);
            for (int i = 0; i < 60; i++) {
                operator.step();
            }

            assertThat(told).allMatch(Command::done).isEqualTo(operator.commands());
            assertThat(told).extracting(Command::kind).contains(Kind.RESTOCK, Kind.CLOSE, Kind.DEFINE);
            long lastClosed = told.stream()
                    .filter(command -> command.kind() == Kind.CLOSE)
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .couponId();
            // Three open ones, and the one that was closed last.
            assertThat(operator.coupons()).hasSize(4).endsWith(lastClosed);
            for (int i = 0; i < 3; i++) {
                assertThat(closed).doesNotContain(operator.coupons()[i]);
            }
            assertThat(quantities.values()).anyMatch(quantity -> quantity > 50);
        }
    }

    @Test
    void whatMayHaveHappenedIsSentAgainBeforeAnythingElse() throws Exception {
        try (Operator operator = operator(TOKEN)) {
            operator.open();
            lies.add(503);
            operator.step();
            Command unsure = told.getLast();
            assertThat(unsure.done()).isFalse();

            operator.step();

            Command again = told.get(told.indexOf(unsure) + 1);
            assertThat(again.kind()).isEqualTo(unsure.kind());
            assertThat(again.couponId()).isEqualTo(unsure.couponId());
            assertThat(again.quantity()).isEqualTo(unsure.quantity());
            assertThat(again.done()).isTrue();
        }
    }

    @Test
    void aRefusedCommandIsGivenUp() throws Exception {
        try (Operator operator = operator(TOKEN)) {
            operator.open();
            lies.add(410);
            operator.step();
            assertThat(told.getLast().refused()).isTrue();
            int before = told.size();

            for (int i = 0; i < 20; i++) {
                operator.step();
            }

            assertThat(told.subList(before, told.size()))
                    .hasSizeGreaterThanOrEqualTo(20)
                    .allMatch(Command::done);
        }
    }

    @Test
    void withoutAnAnswerACommandHasNoStatus() throws Exception {
        try (Operator operator = operator(TOKEN)) {
            operator.open();
            stop();
            operator.step();

            assertThat(told.getLast().status()).isZero();
            assertThat(told.getLast().toString()).contains("no answer");
        }
    }

    @Test
    void aWrongTokenIsToldAtTheStart() {
        try (Operator operator = operator("wrong")) {
            assertThatThrownBy(operator::open).isInstanceOf(IOException.class).hasMessageContaining("token");
        }
    }

    private Operator operator(String token) {
        Admin admin = new Admin(URI.create("http://127.0.0.1:" + server.actualPort()), token);
        return new Operator(admin, new Operator.Plan(100, 3, 50, 1000, 7), told::add, clock::incrementAndGet);
    }

    private static String token(String header) {
        return header == null ? "" : header.replace("Bearer ", "");
    }

    private int carryOut(String path, JsonObject body) {
        if (path.equals("/admin/coupons")) {
            return quantities.put(body.getLong("couponId"), body.getInteger("quantity")) == null ? 201 : 200;
        }
        long couponId = Long.parseLong(path.split("/", -1)[3]);
        if (path.endsWith("/close")) {
            closed.add(couponId);
            return 200;
        }
        if (closed.contains(couponId)) {
            return 410;
        }
        boolean grows = body.getInteger("quantity") >= quantities.getOrDefault(couponId, Integer.MAX_VALUE);
        if (grows) {
            quantities.put(couponId, body.getInteger("quantity"));
        }
        return grows ? 200 : 400;
    }
}
