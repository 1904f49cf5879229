package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are made of the columns of results. */
final class GeneratedRecordsTest {
  private static final String SOURCE =
      """
      package p;
      import dev.headrace.check.*;
      import java.util.*;
      public interface A {
        @GenerateRecord
        @Query("SELECT * FROM things ORDER BY id")
        List<Thing> things();
        default int first() {
          return things().getFirst().id();
        }
      }
      """;

  @TempDir Path directory;
  private Path schema;

  @BeforeEach
  void writeSchema() throws IOException {
    schema = directory.resolve("schema.sql");
    Files.writeString(
        schema,
        """
        CREATE TABLE things (
          id INTEGER PRIMARY KEY, a SMALLINT, b BIGINT NOT NULL, c REAL NOT NULL, d DOUBLE PRECISION,
          e NUMERIC NOT NULL, f TEXT, g BYTEA NOT NULL, h BYTEA, i DATE, j TIME NOT NULL, k TIMESTAMP,
          l TIMESTAMPTZ NOT NULL, m UUID, n JSONB NOT NULL, o INTEGER[] NOT NULL, p UUID[], q BOOLEAN,
          the_long_name CHAR(3) NOT NULL, "UPPER" INTERVAL NOT NULL);
        """);
  }

  private Compilation compile(String source, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("-Aheadrace.migrations=" + schema, "-Xlint:all"));
    all.add("-Xlint:-processing");
    all.addAll(List.of(options));
    Path output = Files.createDirectories(directory.resolve("out"));
    return new Compilation(output, "p/A.java", source, all);
  }

  @Test
  void eachColumnIsAComponent() throws IOException {
    Compilation compilation = compile(SOURCE);
    assertThat(compilation.messages()).isEmpty();
    assertThat(compilation.generated("p/Thing.java"))
        .isEqualTo(
            """
            package p;

            import dev.headrace.check.GeneratedFrom;
            import java.math.BigDecimal;
            import java.time.LocalDate;
            import java.time.LocalDateTime;
            import java.time.LocalTime;
            import java.time.OffsetDateTime;
            import java.util.List;
            import java.util.UUID;
            import javax.annotation.processing.Generated;
            import org.jspecify.annotations.NullMarked;
            import org.jspecify.annotations.Nullable;

            /** A row of {@link p.A#things}. */
            @Generated("dev.headrace.check")
            @GeneratedFrom("p.A")
            @NullMarked
            public record Thing(
                int id,
                @Nullable Short a,
                long b,
                float c,
                @Nullable Double d,
                BigDecimal e,
                @Nullable String f,
                byte[] g,
                byte @Nullable [] h,
                @Nullable LocalDate i,
                LocalTime j,
                @Nullable LocalDateTime k,
                OffsetDateTime l,
                @Nullable UUID m,
                String n,
                List<@Nullable Integer> o,
                @Nullable List<@Nullable UUID> p,
                @Nullable Boolean q,
                String theLongName,
                String UPPER) {}
            """);
  }

  @Test
  void anInterfaceThatIsNotPublicHasSuchRecords() throws IOException {
    Compilation compilation = compile(SOURCE.replace("public interface", "interface"));
    assertThat(compilation.messages()).isEmpty();
    assertThat(compilation.generated("p/Thing.java")).contains("\nrecord Thing(");
  }

  private String withOutput() {
    return directory.resolve("out")
        + java.io.File.pathSeparator
        + System.getProperty("java.class.path");
  }

  @Test
  void theClassOfAnEarlierCompilationIsKeptIfItIsTheSame() throws IOException {
    assertThat(compile(SOURCE).messages()).isEmpty();
    Path generated = directory.resolve("out/p/Thing.java");
    Files.delete(generated);
    assertThat(compile(SOURCE, "-cp", withOutput()).messages()).isEmpty();
    assertThat(generated).doesNotExist();
    Files.writeString(schema, "CREATE TABLE things (id INTEGER PRIMARY KEY, other TEXT)");
    assertThat(compile(SOURCE, "-cp", withOutput()).messages())
        .containsExactly(
            """
            line 6: error: record Thing of an earlier compilation has other components
                at A.java:6:11
                  @Query("SELECT * FROM things ORDER BY id")
                          ^
                Build clean.\
            """);
    Files.delete(directory.resolve("out/p/Thing.class"));
    assertThat(compile(SOURCE, "-cp", withOutput()).messages()).isEmpty();
    assertThat(generated).content().endsWith("    int id,\n    @Nullable String other) {}\n");
  }

  @Test
  void theRecordOfAnotherInterfaceIsTheirsAlone() throws IOException {
    assertThat(compile(SOURCE).messages()).isEmpty();
    String other = SOURCE.replace("interface A", "interface B");
    assertThat(
            new Compilation(
                    directory.resolve("out"),
                    "p/B.java",
                    other,
                    List.of("-Aheadrace.migrations=" + schema, "-cp", withOutput()))
                .messages())
        .containsExactly(
            "line 6: error: record Thing is generated from interface p.A\n"
                + "    Use it there and here, but take @GenerateRecord away here.");
    assertThat(
            new Compilation(
                    directory.resolve("out"),
                    "p/B.java",
                    other.replace("@GenerateRecord", ""),
                    List.of("-Aheadrace.migrations=" + schema, "-cp", withOutput()))
                .messages())
        .isEmpty();
  }

  @Test
  void whatIsWrongWithTheStatementIsSaidOnce() throws IOException {
    assertThat(compile(SOURCE.replace("ORDER BY id", "ORDER BY if")).messages())
        .containsExactly(
            """
            line 6: error: column "if" does not exist
                at A.java:6:41
                  @Query("SELECT * FROM things ORDER BY if")
                                                        ^\
            """);
    Files.delete(schema);
    assertThat(compile(SOURCE).messages())
        .singleElement()
        .asString()
        .startsWith("line 6: error: there are no migrations: " + schema + " does not exist");
  }

  @Test
  void withoutTheAnnotationARecordIsProposed() throws IOException {
    Files.writeString(schema, "CREATE TABLE things (id INTEGER PRIMARY KEY, other TEXT)");
    assertThat(compile(SOURCE.replace("@GenerateRecord", "")).messages())
        .contains(
            "line 6: error: a row cannot be made a Thing\n    Declare it as record Thing(int id,"
                + " @Nullable String other) {}, or let it be generated with @GenerateRecord.");
  }
}
