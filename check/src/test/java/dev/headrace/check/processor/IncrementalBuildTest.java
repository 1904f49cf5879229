package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gradle's rules for processors that are {@code isolating}: it compiles an interface alone, because
 * no other one changed, and keeps what was generated for the rest.
 */
final class IncrementalBuildTest {
  private static final Map<String, String> SOURCES =
      new TreeMap<>(
          Map.of(
              "shop/Customers.java",
              """
              package shop;

              import dev.headrace.check.*;
              import java.util.*;
              import org.jspecify.annotations.*;

              @NullMarked
              @Converters(Money.Stored.class)
              public interface Customers {
                @Query("SELECT id, name FROM customers WHERE id IN (:ids)")
                List<Customer> find(List<Integer> ids);

                @Query("SELECT owed FROM customers WHERE id = :id")
                @Nullable Money owed(int id);
              }
              """,
              "shop/Customer.java",
              """
              package shop;

              import org.jspecify.annotations.*;

              public record Customer(int id, @Nullable String name) {}
              """,
              "shop/Money.java",
              """
              package shop;

              import dev.headrace.check.Converter;

              public record Money(long cents) {
                public static final class Stored implements Converter<Money, Long> {
                  @Override
                  public Long toDatabase(Money value) {
                    return value.cents();
                  }

                  @Override
                  public Money fromDatabase(Long stored) {
                    return new Money(stored);
                  }
                }
              }
              """,
              "shop/Within.java",
              """
              package shop;

              import dev.headrace.check.*;

              public final class Within {
                private Within() {}

                interface Changes {
                  @Update("UPDATE customers SET name = :name WHERE id = :id")
                  boolean rename(int id, String name);
                }

                interface Removals {
                  record Names(String name) {}

                  @Update("DELETE FROM customers WHERE name = :name")
                  int remove(Names names);
                }
              }
              """,
              // names of its own that others must not be given
              "other/String.java",
              """
              package other;

              public interface String {
                @dev.headrace.check.Query("SELECT name FROM customers WHERE name IS NOT NULL")
                java.util.List<java.lang.String> names();
              }
              """));

  @TempDir Path directory;

  private Build build(Path output, Map<String, String> sources, String schema) throws IOException {
    Path file = Files.writeString(directory.resolve("schema.sql"), schema);
    return Build.of(
        Files.createDirectories(output),
        sources,
        List.of(
            "-Aheadrace.migrations=" + file,
            "-implicit:none",
            "-cp",
            System.getProperty("java.class.path")
                + java.io.File.pathSeparator
                + directory.resolve("all")));
  }

  private static final String SCHEMA =
      "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, owed BIGINT)";

  private Build buildAll() throws IOException {
    return build(directory.resolve("all"), SOURCES, SCHEMA);
  }

  private static Map<String, String> generated(Path output) throws IOException {
    Map<String, String> code = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Jdbc.java")).toList()) {
        code.put(output.relativize(file).toString(), Files.readString(file));
      }
    }
    return code;
  }

  @Test
  void gradleIsTold() throws IOException {
    try (var stream =
        CheckProcessor.class.getResourceAsStream(
            "/META-INF/gradle/incremental.annotation.processors")) {
      assertThat(
              new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                  .strip())
          .isEqualTo(CheckProcessor.class.getName() + ",isolating");
    }
  }

  @Test
  void eachFileComesFromOneType() throws IOException {
    Build all = buildAll();
    assertThat(all.messages()).isEmpty();
    assertThat(all.origins())
        .isEqualTo(
            Map.of(
                "shop.CustomersJdbc", List.of("shop.Customers"),
                "shop.Within_ChangesJdbc", List.of("shop.Within.Changes"),
                "shop.Within_RemovalsJdbc", List.of("shop.Within.Removals"),
                "other.StringJdbc", List.of("other.String")));
  }

  @Test
  void onlyStatementsInFilesNeedOtherFiles() throws IOException {
    assertThat(buildAll().resources()).isEmpty();
    Map<String, String> inFile =
        Map.of(
            "shop/A.java",
            "package shop; interface A { @dev.headrace.check.QueryFile(\"a.sql\") int f(); }");
    Path output = Files.createDirectories(directory.resolve("file"));
    Files.createDirectories(output.resolve("shop"));
    Files.writeString(output.resolve("shop/a.sql"), "SELECT 1");
    assertThat(build(output, inFile, SCHEMA).resources())
        .containsExactly("read SOURCE_PATH shop/a.sql", "read CLASS_OUTPUT shop/a.sql");
  }

  @Test
  void anInterfaceAloneGetsTheSame() throws IOException {
    buildAll();
    Map<String, String> together = generated(directory.resolve("all"));
    assertThat(together).hasSize(4);
    Map<String, String> oneByOne = new TreeMap<>();
    for (String name : List.of("shop/Customers.java", "shop/Within.java", "other/String.java")) {
      Path output = directory.resolve("alone").resolve(name);
      Build alone = build(output, Map.of(name, SOURCES.get(name)), SCHEMA);
      assertThat(alone.messages()).as(name).isEmpty();
      oneByOne.putAll(generated(output));
    }
    assertThat(oneByOne).isEqualTo(together);
  }

  @Test
  void theOrderOfSourcesMakesNoDifference() throws IOException {
    buildAll();
    Map<String, String> reversed = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(SOURCES.keySet());
    names.reversed().forEach(name -> reversed.put(name, SOURCES.get(name)));
    build(directory.resolve("reversed"), reversed, SCHEMA);
    assertThat(generated(directory.resolve("reversed")))
        .isEqualTo(generated(directory.resolve("all")));
  }

  /** A daemon compiles again and again in one process. */
  @Test
  void nothingStaysFromAnEarlierCompilation() throws IOException {
    Map<String, String> one =
        Map.of(
            "A.java", "interface A { @dev.headrace.check.Query(\"SELECT x FROM t\") int one(); }");
    Path output = directory.resolve("again");
    assertThat(build(output, one, "CREATE TABLE t (x INTEGER NOT NULL)").messages()).isEmpty();
    Map<String, String> before = generated(output);
    assertThat(build(output, one, "CREATE TABLE t (x INTEGER)").messages())
        .singleElement()
        .asString()
        .startsWith("column \"x\" can be NULL");
    assertThat(build(output, one, "CREATE TABLE u (x INTEGER)").messages())
        .singleElement()
        .asString()
        .startsWith("relation \"t\" does not exist");
    assertThat(build(output, one, "CREATE TABLE t (x INTEGER NOT NULL)").messages()).isEmpty();
    assertThat(generated(output)).isEqualTo(before);
  }
}
