package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class of all kinds of methods, compiled and run. The assertions are within its source. */
final class GeneratedClassTest {
  @TempDir Path directory;

  private String resource(String name) throws Exception {
    try (var stream = GeneratedClassTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(),
          java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private Compilation compiled(Path output) throws Exception {
    Path migrations = Files.createDirectories(directory.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__shop.sql"), resource("/shop.sql"));
    Files.createDirectories(output);
    return new Compilation(
        output,
        "shop/Shop.java",
        resource("/Shop.java.txt"),
        List.of("-Aheadrace.migrations=" + migrations, "-Xlint:all", "-Xlint:-processing"));
  }

  @Test
  void itDoesWhatTheStatementsSay() throws Exception {
    Compilation compilation = compiled(directory.resolve("out"));
    assertThat(compilation.messages()).isEmpty();
    assertThat(compilation.done()).isTrue();
    try (Connection connection = DriverManager.getConnection("jdbc:headrace:mem")) {
      connection.createStatement().execute(resource("/shop.sql"));
      Callable<?> program =
          (Callable<?>)
              compilation
                  .load("shop.Shop$Program")
                  .getConstructor(Connection.class)
                  .newInstance(connection);
      assertThat(String.valueOf(program.call())).isEqualTo(resource("/shop.txt"));
    }
  }

  @Test
  void itIsTheSameEachTime() throws Exception {
    String file = "shop/Shop_OrdersJdbc.java";
    assertThat(compiled(directory.resolve("a")).generated(file))
        .isEqualTo(compiled(directory.resolve("b")).generated(file))
        .doesNotContain("reflect");
  }
}
