package dev.seonchak.lab.cli;

import dev.seonchak.audit.Deployment;
import dev.seonchak.core.audit.AuditVerdict;
import dev.seonchak.lab.document.Secrets;
import dev.seonchak.lab.load.Target;
import dev.seonchak.lab.loadtest.Elsewhere;
import dev.seonchak.lab.loadtest.Ground;
import dev.seonchak.lab.loadtest.InfluxTarget;
import dev.seonchak.lab.loadtest.K6;
import dev.seonchak.lab.loadtest.LoadPlan;
import dev.seonchak.lab.loadtest.LoadTest;
import dev.seonchak.lab.loadtest.LoadTestDocument;
import dev.seonchak.lab.loadtest.LoadTestSpec;
import dev.seonchak.lab.loadtest.OwnStack;
import dev.seonchak.lab.loadtest.Thresholds;
import dev.seonchak.lab.page.RunDirectory;
import dev.seonchak.lab.page.RunSummary;
import dev.seonchak.lab.rig.Evidence;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./seonchak loadtest}: the load-test plan, from an empty coupon to a report. */
@Command(
        name = "loadtest",
        sortOptions = false,
        description = {
            "The load-test plan as one command: prepares a coupon, has k6 send, waits for the last row, audits, reports.",
            "부하 테스트 계획을 한 번에: 쿠폰 준비, k6 부하, 마지막 행까지 대기, 감사, 보고서.",
            "Without options: the plan itself (two minutes, 261,000 requests for 25,000 units) on servers of its own."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:PASS: every promise kept, every threshold held",
            "1:FAIL: the report says what was broken",
            "2:UNKNOWN: not everything could be read; or the test could not be done"
        },
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the options before call()
public final class LoadTestCommand implements Callable<Integer> {

    private static final long OWN_COUPON = 8;
    private static final String INFLUX = "influxdb=";

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "a service that runs already, such as http://127.0.0.1:8080."
                    + " SEONCHAK_ADMIN_TOKEN lets the coupon be created; SEONCHAK_KAFKA_URL, _MYSQL_URL and _REDIS_URL let it be"
                    + " audited. Default: Redis, Kafka, MySQL and the service of its own")
    private @Nullable URI target;

    @Option(names = "--i-own-the-target", description = "needed where the target is not this machine")
    private boolean owned;

    @Option(
            names = "--coupon",
            paramLabel = "ID",
            description = "a coupon that nobody has yet; default: 8 on servers of its own, else a new number")
    private @Nullable Long coupon;

    @Option(names = "--stock", paramLabel = "N", defaultValue = "25000", description = "units of the coupon / 재고")
    private int stock;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "50000",
            description = "who asks: at random out of so many")
    private int users;

    @Option(
            names = "--start-rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "requests a second at the start")
    private int startRate;

    @Option(
            names = "--stages",
            paramLabel = "RATE:TIME,…",
            defaultValue = "1000:30s,2500:30s,5000:30s,100:30s",
            description = "the rate ramps to RATE within TIME, stage by stage")
    private String stages;

    @Option(names = "--rate", paramLabel = "N", description = "a level rate instead of stages, for --duration")
    private @Nullable Integer rate;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "60s", description = "of --rate: such as 90s, 5m")
    private String duration;

    @Option(
            names = "--vus",
            paramLabel = "N",
            defaultValue = "1000",
            description = "k6's virtual users, made beforehand")
    private int vus;

    @Option(names = "--max-vus", paramLabel = "N", defaultValue = "10000", description = "never more than so many")
    private int maxVus;

    @Option(names = "--timeout-s", paramLabel = "S", defaultValue = "120", description = "a client's patience")
    private int timeoutS;

    @Option(
            names = "--max-failed",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of requests that may fail, 0 to 1: anything but 2xx, 409 and 410")
    private double maxFailed;

    @Option(names = "--p95-ms", paramLabel = "MS", description = "the test fails where p95 of all answers is above")
    private @Nullable Integer p95Ms;

    @Option(names = "--p99-ms", paramLabel = "MS", description = "the same for p99")
    private @Nullable Integer p99Ms;

    @Option(
            names = "--out",
            paramLabel = "influxdb=URL",
            description = "k6 and the service send their samples there too, such as influxdb=http://localhost:8086/k6")
    private @Nullable String out;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "a directory for report and history; default: a new one in .seonchak/loadtest")
    private String results;

    @Option(
            names = "--lang",
            paramLabel = "en|ko",
            showDefaultValue = Visibility.NEVER,
            description = "language on the terminal; default: the system's. The page has both")
    private String language = Locale.getDefault().getLanguage();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadPlan plan = plan();
        Thresholds thresholds = new Thresholds(maxFailed, p95Ms, p99Ms);
        InfluxTarget influx = influx();
        LoadTestSpec test = new LoadTestSpec(plan, thresholds, couponId(), stock, influx);
        K6 k6 = K6.find();
        Path directory = directory();
        TerminalTeller teller = new TerminalTeller(spec.commandLine().getErr());
        try (Ground ground = ground(influx, teller)) {
            teller.step(String.format(
                    Locale.ROOT,
                    "k6 %s: %s, %,d requests for %,d units of coupon %d at %s",
                    k6.version(),
                    plan,
                    plan.schedule().planned(),
                    stock,
                    test.couponId(),
                    ground.url()));
            Path script = Path.of(System.getProperty("seonchak.home", "."), "ops", "k6", "coupon-issue.js");
            var result = new LoadTest(ground, test, script, directory, teller).run(k6);
            JsonObject document = LoadTestDocument.of(
                    result,
                    LabOptions.origin("./seonchak loadtest", spec),
                    ground.url().toString());
            Path page = RunDirectory.write(document, directory);
            spec.commandLine().getOut().print(RunSummary.of(document, Locale.of(language), page));
            spec.commandLine().getOut().flush();
            return AuditVerdict.valueOf(document.getString("verdict")).exitCode();
        } finally {
            teller.done();
        }
    }

    private LoadPlan plan() {
        Integer level = rate;
        return level == null
                ? new LoadPlan(startRate, LoadPlan.stages(stages), users, vus, maxVus, timeoutS)
                : new LoadPlan(level, LoadPlan.stages(level + ":" + duration), users, vus, maxVus, timeoutS);
    }

    private @Nullable InfluxTarget influx() {
        String to = out;
        if (to == null) {
            return null;
        }
        if (!to.startsWith(INFLUX)) {
            throw new IllegalArgumentException(
                    "--out takes influxdb=URL, such as influxdb=http://localhost:8086/k6, not '" + Secrets.hidden(to)
                            + "'");
        }
        return InfluxTarget.parse(to.substring(INFLUX.length()));
    }

    private long couponId() {
        Long chosen = coupon;
        if (chosen != null) {
            return chosen;
        }
        return target == null ? OWN_COUPON : Instant.now().getEpochSecond();
    }

    private Path directory() throws IOException {
        Path directory = results.isEmpty() ? home().resolve(LabOptions.now()) : Path.of(results);
        return Files.createDirectories(directory);
    }

    private static Path home() {
        return Path.of(System.getProperty("seonchak.home", "."), ".seonchak", "loadtest");
    }

    private Ground ground(@Nullable InfluxTarget influx, TerminalTeller teller) {
        URI url = target;
        if (url != null) {
            Target.parse(url.toString(), owned);
            return new Elsewhere(url, System.getenv("SEONCHAK_ADMIN_TOKEN"), deployment(System.getenv()));
        }
        String classPath = System.getProperty("seonchak.service.classpath", "");
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException(
                    "no class path of the service (-Dseonchak.service.classpath): use ./seonchak loadtest");
        }
        String options = System.getenv().getOrDefault("JAVA_OPTS", "-Xmx512m").strip();
        return OwnStack.start(
                home().resolve("stack"),
                classPath,
                Arrays.asList(options.split("\\s+", -1)),
                influx,
                (server, step) -> teller.now(server + " " + step));
    }

    /** Where to audit, by the service's own variables; null where they are not all there. */
    private static @Nullable Deployment deployment(Map<String, String> variables) {
        String kafka = variables.get("SEONCHAK_KAFKA_URL");
        String mysql = variables.get("SEONCHAK_MYSQL_URL");
        String redis = variables.get("SEONCHAK_REDIS_URL");
        if (kafka == null || mysql == null || redis == null) {
            return null;
        }
        return new Deployment(
                kafka.replaceFirst("^kafka://", ""),
                kafkaProperties(variables.get("SEONCHAK_KAFKA_PROPERTIES")),
                variables.getOrDefault("SEONCHAK_LOG_TOPIC", Evidence.TOPIC),
                Integer.parseInt(variables.getOrDefault("SEONCHAK_LOG_PARTITIONS", "" + Evidence.PARTITIONS)),
                mysql,
                redis);
    }

    private static Map<String, Object> kafkaProperties(@Nullable String file) {
        Map<String, Object> all = new HashMap<>();
        if (file != null && !file.isEmpty()) {
            Properties properties = new Properties();
            try (var reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "SEONCHAK_KAFKA_PROPERTIES names " + file + ", which cannot be read: " + e.getMessage(), e);
            }
            properties.forEach((key, value) -> all.put(key.toString(), value));
        }
        return all;
    }
}
