package dev.headrace.quality.logictest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.quality.Checkout;
import dev.headrace.quality.sql.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in {@code resources/logic}: Headrace's SQL, with PostgreSQL's answers. */
final class LogicTest {
  @TestFactory
  Stream<DynamicTest> interpreted() throws IOException {
    return scripts().map(script -> test(script, () -> assertRight(script, "off")));
  }

  @TestFactory
  Stream<DynamicTest> compiled() throws IOException {
    return scripts().map(script -> test(script, () -> assertRight(script, "always")));
  }

  @TestFactory
  Stream<DynamicTest> asMaterializedViews() throws IOException {
    return scripts().map(script -> test(script, () -> assertViewsRight(script)));
  }

  /** What statements are described as is what they give, and what cannot be NULL is not. */
  @Test
  void described() throws IOException {
    int columns = 0;
    for (Path script : scripts().toList()) {
      try (DescribedTarget target = new DescribedTarget()) {
        new ScriptRunner(target).run(steps(script), Scripts.NOBODY);
        assertThat(target.wrong()).as(script.toString()).isEmpty();
        columns += target.columns();
      }
    }
    assertThat(columns).isGreaterThan(800);
  }

  /** So what the scripts expect is not what Headrace happened to answer. */
  @Test
  void theAnswersArePostgresqls(@TempDir Path directory) throws Exception {
    List<Finding> findings = new ArrayList<>();
    int queries = 0;
    try (PostgresCluster cluster = PostgresCluster.start(directory);
        Connection connection = cluster.connect()) {
      for (Path script : scripts().toList()) {
        try (Target target = new PostgresTarget(connection)) {
          ScriptRunner runner = new ScriptRunner(target);
          runner.run(steps(script), Scripts.NOBODY);
          findings.addAll(runner.findings());
          queries += runner.queries();
        }
      }
    }
    assertThat(findings).isEmpty();
    assertThat(queries).isGreaterThan(400);
  }

  private static DynamicTest test(Path script, org.junit.jupiter.api.function.Executable body) {
    return DynamicTest.dynamicTest(script.getFileName().toString(), script.toUri(), body);
  }

  private static void assertRight(Path script, String compilation) throws IOException {
    try (Target target = new HeadraceTarget(compilation)) {
      ScriptRunner runner = new ScriptRunner(target);
      runner.run(steps(script), Scripts.NOBODY);
      assertThat(runner.findings()).isEmpty();
      assertThat(runner.queries()).isPositive();
    }
  }

  private static void assertViewsRight(Path script) throws IOException {
    List<Step> steps = steps(script);
    try (Target target = new HeadraceTarget("auto")) {
      ViewChecks checks = new ViewChecks(target, steps);
      new ScriptRunner(target).run(steps, checks);
      checks.finish();
      assertThat(checks.findings()).isEmpty();
      assertThat(checks.checked()).isPositive();
    }
  }

  private static List<Step> steps(Path script) throws IOException {
    return ScriptParser.parse(Files.readAllLines(script));
  }

  private static Stream<Path> scripts() throws IOException {
    Path directory = Checkout.root().resolve("quality/src/test/resources/logic");
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".slt")).sorted().toList().stream();
    }
  }
}
