package dev.seonchak.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages keep their arrows; see each {@code package-info}. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.seonchak.core", "dev.seonchak.service");

    private static final String REDIS = "io.vertx.redis..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String[] DATABASE = {
        "java.sql..", "javax.sql..", "com.zaxxer.hikari..", "org.flywaydb..", "com.mysql.."
    };
    private static final String ROOT = "dev.seonchak.service";

    @Test
    void the_rules_look_at_real_classes() {
        for (String part :
                List.of("http", "gate", "claimlog", "recorder", "admin", "config", "metrics", "quarantine", "cli")) {
            assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains(ROOT + "." + part);
        }
    }

    @Test
    void the_core_knows_no_framework() {
        check(classes()
                .that()
                .resideInAPackage("dev.seonchak.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.seonchak.core..", "java..", "com.fasterxml.jackson.core..", "org.jspecify.."));
        check(noClasses()
                .that()
                .resideInAPackage("dev.seonchak.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql.."));
    }

    @Test
    void http_touches_no_server() {
        check(keepsAwayFrom("http", REDIS, KAFKA));
        check(keepsAwayFrom("http", DATABASE));
        check(seesOf("http", "http", "config", "metrics"));
    }

    @Test
    void the_gate_touches_redis_only() {
        check(keepsAwayFrom("gate", KAFKA));
        check(keepsAwayFrom("gate", DATABASE));
        check(seesOf("gate", "gate", "config", "metrics"));
    }

    @Test
    void the_claim_log_touches_kafka_only() {
        check(keepsAwayFrom("claimlog", REDIS, "io.vertx.."));
        check(keepsAwayFrom("claimlog", DATABASE));
        check(seesOf("claimlog", "claimlog", "config", "metrics"));
    }

    @Test
    void the_recorder_answers_nobody() {
        check(keepsAwayFrom("recorder", "io.vertx.."));
        check(seesOf("recorder", "recorder", "config", "metrics"));
    }

    @Test
    void the_admin_touches_redis_and_the_database_through_others() {
        check(keepsAwayFrom("admin", REDIS, KAFKA));
        check(keepsAwayFrom("admin", DATABASE));
    }

    @Test
    void the_quarantine_reads_the_log_and_touches_the_database_only() {
        check(keepsAwayFrom("quarantine", REDIS, "io.vertx..", "com.zaxxer.hikari..", "org.flywaydb.."));
        check(seesOf("quarantine", "quarantine", "claimlog", "recorder", "config", "metrics"));
    }

    @Test
    void commands_touch_servers_through_others() {
        check(keepsAwayFrom("cli", REDIS, KAFKA, "org.flywaydb..", "com.mysql.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.(Connection|Statement|PreparedStatement|ResultSet)"));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .and()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli.."));
    }

    @Test
    void settings_and_meters_stand_below_everything() {
        check(seesOf("config", "config"));
        check(seesOf("metrics", "metrics", "config"));
    }

    @Test
    void nobody_looks_up_to_the_root_and_nothing_turns_in_a_circle() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT));
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
        check(slices().matching("dev.seonchak.core.(*)..").should().beFreeOfCycles());
    }

    @Test
    void names_say_what_a_thing_is() {
        check(noClasses().should().haveSimpleNameEndingWith("Manager"));
        check(noClasses().should().haveNameMatching(".*(Utils?|Impl|Helper|Manager)($|\\$.*)"));
    }

    @Test
    void every_file_can_be_read_in_one_sitting() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent();
        assertThat(root).isNotNull();
        for (String module : List.of("core", "audit", "service", "localstack", "lab")) {
            Path sources = root.resolve(module).resolve("src");
            assertThat(sources).isDirectory();
            try (Stream<Path> files = Files.walk(sources)) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(400));
            }
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static ArchRule keepsAwayFrom(String part, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + part + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** Of the service's own packages, this one may see no others. */
    private static ArchRule seesOf(String part, String... others) {
        String[] allowed =
                Stream.of(others).map(other -> ROOT + "." + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + part + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage(allowed))));
    }
}
