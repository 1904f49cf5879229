package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Classes of all kinds of methods, compiled and run. What they give is in the file of their name.
 */
final class GeneratedClassTest {
  @TempDir Path directory;

  private String resource(String name) throws Exception {
    try (var stream = GeneratedClassTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(),
          java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private Compilation compiled(Path output, String name) throws Exception {
    String lower = name.toLowerCase(Locale.ROOT);
    Path migrations = Files.createDirectories(directory.resolve("migrations"));
    Files.writeString(migrations.resolve("V1.sql"), resource("/" + lower + ".sql"));
    Files.createDirectories(output);
    return new Compilation(
        output,
        lower + "/" + name + ".java",
        resource("/" + name + ".java.txt"),
        List.of("-Aheadrace.migrations=" + migrations, "-Xlint:all", "-Xlint:-processing"));
  }

  /** Shop has methods of all kinds, Bank converts values, Market handles violated constraints. */
  @ParameterizedTest
  @ValueSource(strings = {"Shop", "Bank", "Market", "Notes", "Moods"})
  void itDoesWhatTheStatementsSay(String name) throws Exception {
    String lower = name.toLowerCase(Locale.ROOT);
    Compilation compilation = compiled(directory.resolve("out"), name);
    assertThat(compilation.messages()).isEmpty();
    assertThat(compilation.done()).isTrue();
    try (Connection connection = DriverManager.getConnection("jdbc:headrace:mem")) {
      connection.createStatement().execute(resource("/" + lower + ".sql"));
      Callable<?> program =
          (Callable<?>)
              compilation
                  .load(lower + "." + name + "$Program")
                  .getConstructor(Connection.class)
                  .newInstance(connection);
      assertThat(String.valueOf(program.call())).isEqualTo(resource("/" + lower + ".txt"));
    }
  }

  @Test
  void itIsTheSameEachTime() throws Exception {
    String file = "shop/Shop_OrdersJdbc.java";
    assertThat(compiled(directory.resolve("a"), "Shop").generated(file))
        .isEqualTo(compiled(directory.resolve("b"), "Shop").generated(file))
        .doesNotContain("reflect");
  }
}
