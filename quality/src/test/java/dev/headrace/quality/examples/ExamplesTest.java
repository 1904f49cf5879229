package dev.headrace.quality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connect.Connectors;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.quality.Checkout;
import dev.headrace.runtime.connector.Connector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example of every page of {@code docs/} runs and gives what the page says. */
final class ExamplesTest {
  // interfaces, some of them wrong, which the tests of the annotation processor compile
  private static final String PAGE_OF_INTERFACES = "check.md";

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> pages() {
    return Page.in(Checkout.root().resolve("docs")).stream()
        .flatMap(
            page ->
                Stream.of(
                    DynamicTest.dynamicTest(page.file().getFileName() + ": sql", () -> sql(page)),
                    DynamicTest.dynamicTest(
                        page.file().getFileName() + ": java", () -> java(page))));
  }

  private void sql(Page page) throws Exception {
    List<Page.Example> examples = page.examples("sql");
    if (examples.isEmpty()) {
      return;
    }
    Path files = ExampleFiles.in(Files.createTempDirectory(directory, "sql"));
    Options options = Options.defaults().withWorkers(2).withBaseDirectory(files);
    for (Connector connector : Connectors.standard()) {
      options = options.withConnector(connector);
    }
    try (Headrace database = Headrace.inMemory(options);
        SqlExamples runner = new SqlExamples(database)) {
      for (Page.Example example : examples) {
        check(page, example, runner.run(example.text()));
      }
    }
  }

  private void java(Page page) throws Exception {
    List<Page.Example> examples = page.examples("java");
    if (examples.isEmpty() || page.file().endsWith(PAGE_OF_INTERFACES)) {
      return;
    }
    List<String> outputs =
        new JavaExamples(Files.createTempDirectory(directory, "java")).run(examples);
    for (int i = 0; i < examples.size(); i++) {
      check(page, examples.get(i), outputs.get(i));
    }
  }

  private static void check(Page page, Page.Example example, String output) {
    String place = page.file().getFileName() + ":" + example.line();
    if (example.expected().isPresent()) {
      assertThat(trimmed(output)).as(place).isEqualTo(trimmed(example.expected().get()));
    } else {
      assertThat(output).as(place).doesNotContain("ERROR:");
    }
  }

  // editors remove blanks at the ends of lines
  private static String trimmed(String text) {
    return String.join("\n", text.lines().map(String::stripTrailing).toList());
  }

  @Test
  void aTextBlockBelongsToTheExampleDirectlyBeforeIt() {
    List<Page.Example> examples =
        Page.parse(
            """
            ```sql
            SELECT 1
            ```

            ```text
            one
            ```
            ```sql not-run
            SELECT 2
            ```
            ```text
            two
            ```
            ```java
            int x;
            ```
            and then
            ```text
            three
            ```
            """);
    assertThat(examples)
        .extracting(Page.Example::language, Page.Example::text, e -> e.expected().orElse("none"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sql", "SELECT 1", "one"),
            org.assertj.core.groups.Tuple.tuple("java", "int x;", "none"));
  }
}
