package dev.headrace.connect.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.connect.InputRows;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.runtime.connector.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParquetInputTest {
  private static final Path FILES = Path.of("src/test/resources/parquet");

  private static final List<Field> ALL =
      List.of(
          Field.notNull("id", SqlType.BIGINT),
          Field.of("flag", SqlType.BOOLEAN),
          Field.of("i8", SqlType.SMALLINT),
          Field.of("i16", SqlType.INTEGER),
          Field.of("i32", SqlType.INTEGER),
          Field.of("i64", SqlType.BIGINT),
          Field.of("u32", SqlType.BIGINT),
          Field.of("u64", SqlType.NUMERIC),
          Field.of("f16", SqlType.REAL),
          Field.of("f32", SqlType.REAL),
          Field.of("f64", SqlType.DOUBLE),
          Field.of("s", SqlType.TEXT),
          Field.of("bin", SqlType.BYTEA),
          Field.of("fixed", SqlType.BYTEA),
          Field.of("day", SqlType.DATE),
          Field.of("tms", SqlType.TIME),
          Field.of("tus", SqlType.TIME),
          Field.of("tns", SqlType.TIME),
          Field.of("ts_ms", SqlType.TIMESTAMP),
          Field.of("ts_us", SqlType.TIMESTAMP),
          Field.of("ts_ns", SqlType.TIMESTAMP),
          Field.of("tz_us", SqlType.TIMESTAMPTZ),
          Field.of("small", SqlType.NUMERIC),
          Field.of("medium", SqlType.numeric(18, 4)),
          Field.of("large", SqlType.numeric(38, 2)),
          Field.of("uuid", SqlType.UUID),
          Field.notNull("last", SqlType.VARCHAR));

  @TempDir Path directory;

  private static List<@Nullable Object> expected(int i) {
    if (i % 7 == 3) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add((long) i);
      row.addAll(java.util.Collections.nCopies(ALL.size() - 2, null));
      row.add("" + i);
      return row;
    }
    byte[] bytes = new byte[i % 4];
    Arrays.fill(bytes, (byte) i);
    long sixteenth = 0x0101010101010101L * (i % 256);
    return Arrays.asList(
        (long) i,
        i % 3 == 0,
        i % 200 - 100,
        i * 80 - 16000,
        (i - 200) * 1000003,
        (i - 200) * 10000000019L,
        4294967295L - i,
        BigDecimal.valueOf(i * 10000000019L),
        i / 4f,
        i / 8f,
        i / 1024d,
        "\u00e9\uD83D\uDE80".repeat(i % 5) + i % 50,
        new String(bytes, java.nio.charset.StandardCharsets.UTF_8),
        new String(
            new byte[] {0, 0, (byte) (i >> 8), (byte) i}, java.nio.charset.StandardCharsets.UTF_8),
        i * 100 - 20000,
        (i * 1000L + 7) * 1000,
        i * 1000000L + 7,
        i * 1000000L + 7,
        (i * 86400007L - 1000) * 1000,
        i * 86400000007L - 1000,
        i * 86400000007L - 1,
        i * 86400000007L,
        BigDecimal.valueOf(i - 200, 2),
        BigDecimal.valueOf((i - 200) * 1_000_000_000_000L, 4),
        new BigDecimal(i - 200).scaleByPowerOfTen(15).setScale(2),
        new UUID(sixteenth, sixteenth),
        "" + i);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain-1",
        "plain-2-lz4",
        "dictionary-1-snappy",
        "dictionary-2-gzip",
        "delta-2-zstd"
      })
  void readsAllTypesOfAllEncodings(String name) {
    InputRows rows = InputRows.of(new ParquetInput(FILES.resolve(name + ".parquet"), ALL), ALL, 37);
    assertThat(rows.bad()).isEmpty();
    assertThat(rows.rows())
        .containsExactlyElementsOf(
            IntStream.range(0, 400).mapToObj(ParquetInputTest::expected).toList());
  }

  @Test
  void readsInt96AsTimestamps() {
    List<Field> fields = List.of(Field.of("AT", SqlType.TIMESTAMP));
    InputRows rows =
        InputRows.of(new ParquetInput(FILES.resolve("int96.parquet"), fields), fields, 10);
    assertThat(rows.rows())
        .extracting(List::getFirst)
        .containsExactly(0L, 0L, -1L, null, 400 * 86_400_000_000L);
  }

  @Test
  void columnsThatAFileLacksAreNullUnlessTheyMustNotBe() {
    Path file = FILES.resolve("plain-1.parquet");
    List<Field> fields =
        List.of(Field.of("nothing", SqlType.TEXT), Field.of("id", SqlType.SMALLINT));
    assertThat(InputRows.of(new ParquetInput(file, fields), fields, 100).rows().get(9))
        .containsExactly(null, 9);
    assertThatThrownBy(
            () -> new ParquetInput(file, List.of(Field.notNull("nothing", SqlType.TEXT))))
        .isInstanceOf(SqlException.class)
        .hasMessageEndingWith("has no column \"nothing\"");
  }

  @Test
  void refusesNestedColumnsAndTypesThatDoNotFit() {
    Path file = FILES.resolve("plain-1.parquet");
    assertThatThrownBy(() -> new ParquetInput(file, List.of(Field.of("list", SqlType.TEXT))))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("0A000"))
        .hasMessageContaining("\"list\"");
    assertThatThrownBy(() -> new ParquetInput(file, List.of(Field.of("struct", SqlType.TEXT))))
        .hasMessageContaining("nested");
    assertThatThrownBy(() -> new ParquetInput(file, List.of(Field.of("flag", SqlType.BIGINT))))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("42804"))
        .hasMessage("column \"flag\" is of type bigint but the file has boolean");
  }

  @Test
  void rowsThatDoNotFitAreReportedByNumber() {
    Path file = FILES.resolve("plain-1.parquet");
    List<Field> fields = List.of(Field.of("id", SqlType.BIGINT), Field.of("i32", SqlType.SMALLINT));
    InputRows rows = InputRows.of(new ParquetInput(file, fields), fields, 64);
    assertThat(rows.rows()).contains(Arrays.asList(3L, null), Arrays.asList(200L, 0));
    assertThat(rows.rows().size() + rows.bad().size()).isEqualTo(400);
    assertThat(rows.bad()).first().isEqualTo("1: 22003 column \"i32\": smallint out of range");

    List<Field> notNull = List.of(Field.notNull("i32", SqlType.BIGINT));
    assertThat(InputRows.of(new ParquetInput(file, notNull), notNull, 64).bad())
        .first()
        .isEqualTo("4: 23502 column \"i32\": null value violates not-null constraint");
  }

  @Test
  void damagedFilesAreErrors() throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve("plain-1.parquet"));
    Path file = directory.resolve("damaged.parquet");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> new ParquetInput(file, ALL)).hasMessageContaining("not a valid");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> new ParquetInput(file, ALL)).hasMessageContaining("too short");

    // The file has checksums, so any changed byte of a page is noticed.
    bytes[500] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> InputRows.of(new ParquetInput(file, ALL), ALL, 100))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.sqlState()).isEqualTo("22P04"));
  }

  @Test
  void anyDamageIsAnErrorOfTheFile() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] original = Files.readAllBytes(FILES.resolve("dictionary-2-gzip.parquet"));
    Path file = directory.resolve("damaged.parquet");
    for (int i = 0; i < 120; i++) {
      byte[] bytes = original.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(file, bytes);
      try {
        InputRows rows = InputRows.of(new ParquetInput(file, ALL), ALL, 100);
        assertThat(rows.rows().size() + rows.bad().size()).as("seed %s", seed).isEqualTo(400);
      } catch (SqlException e) {
        assertThat(e.code().category())
            .as("seed %s: %s", seed, e)
            .isNotEqualTo(ErrorCode.Category.INTERNAL);
      }
    }
  }

  @Test
  void readsTheFlightsExampleCompletely() {
    Path file = Path.of("../examples/flights/data/flights-3m.parquet");
    List<Field> fields =
        List.of(
            Field.of("delay", SqlType.BIGINT),
            Field.of("date", SqlType.TIMESTAMP),
            Field.of("distance", SqlType.INTEGER),
            Field.of("destination", SqlType.VARCHAR),
            Field.of("origin", SqlType.VARCHAR));
    FlightTotals totals = FlightTotals.of(new ParquetInput(file, fields), fields);
    assertThat(totals.rows()).isEqualTo(3_000_000);
    assertThat((double) totals.delay() / totals.rows()).isEqualTo(6.667867666666667);
    assertThat(totals.origins()).hasSize(229);
    assertThat(totals.progress()).isEqualTo(new Progress(Progress.Unit.ROWS, 3_000_000, 3_000_000));
  }
}
