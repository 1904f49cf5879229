package dev.headrace.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.connect.csv.CsvFormat;
import dev.headrace.connect.csv.CsvInput;
import dev.headrace.connect.csv.CsvWriter;
import dev.headrace.connect.io.ByteWindow;
import dev.headrace.connect.json.JsonInput;
import dev.headrace.connect.json.JsonWriter;
import dev.headrace.model.ArrayValues;
import dev.headrace.model.Batch;
import dev.headrace.model.EnumType;
import dev.headrace.model.Field;
import dev.headrace.model.Interval;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.text.ByteOutput;
import dev.headrace.runtime.connector.Input;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever rows are written as text, the same rows are read. */
final class TextRoundTripTest {
  private static final List<SqlType> TYPES =
      List.of(
          SqlType.TEXT,
          SqlType.BOOLEAN,
          SqlType.SMALLINT,
          SqlType.INTEGER,
          SqlType.BIGINT,
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.NUMERIC,
          SqlType.BYTEA,
          SqlType.DATE,
          SqlType.TIME,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.INTERVAL,
          SqlType.UUID,
          SqlType.enumerated(
              EnumType.of(
                  16_400,
                  16_401,
                  new EnumType.Name("public", "mood", "mood"),
                  EnumType.declared(List.of("sad", "ok", "", "a, \"b\""), List.of(1, 2, 3, 4)))));

  private static final String ALPHABET = "aZ09 ,;|\t\"'\\\n\r\u00e9\u20ac\uD83D\uDE80{}[]:";

  @TempDir Path directory;

  private static List<Field> fields(Random random) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("a \"b\", c", SqlType.TEXT));
    for (int i = random.nextInt(12); i > 0; i--) {
      fields.add(Field.of("f" + i, TYPES.get(random.nextInt(TYPES.size()))));
    }
    return fields;
  }

  private static @Nullable Object value(SqlType type, Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    long micros = random.nextLong(-60_000_000_000_000_000L, 100_000_000_000_000_000L);
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (int) (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case REAL -> finite(Float.intBitsToFloat(random.nextInt()));
      case DOUBLE -> finite(Double.longBitsToDouble(random.nextLong()));
      case NUMERIC -> new BigDecimal(new BigInteger(random.nextInt(120), random), 5);
      case TEXT, VARCHAR, CHAR -> Slice.of(text(random));
      case BYTEA -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield Slice.of(bytes);
      }
      case DATE -> random.nextInt(-700_000, 1_000_000);
      case TIME -> Math.floorMod(micros, 86_400_000_000L);
      case TIMESTAMP, TIMESTAMPTZ -> micros;
      case INTERVAL ->
          new Interval(random.nextInt(-500, 500), random.nextInt(-500, 500), micros / 1000);
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case ENUM -> {
        List<EnumType.Label> labels = type.enumType().labels();
        yield labels.get(random.nextInt(labels.size())).key();
      }
      case JSONB, ARRAY -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static double finite(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  private static float finite(float value) {
    return Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int[] characters = ALPHABET.codePoints().toArray();
    int length = random.nextInt(20) == 0 ? random.nextInt(3000) : random.nextInt(5);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private static CsvFormat format(Random random) {
    byte quote = (byte) (random.nextBoolean() ? '"' : '\'');
    return new CsvFormat(
        (byte) ",;|\t".charAt(random.nextInt(4)),
        quote,
        random.nextBoolean() ? quote : (byte) '\\',
        random.nextBoolean() ? "" : "NULL",
        CsvFormat.Header.TRUE);
  }

  private static Batch batch(List<Field> fields, int rows, Random random) {
    RowWriter writer = new RowWriter(RowLayout.of(fields));
    Batch batch = new Batch();
    for (int row = 0; row < rows; row++) {
      writer.append(batch, 1, fields.stream().map(field -> value(field.type(), random)).toArray());
    }
    return batch;
  }

  private static InputRows direct(Batch batch, List<Field> fields) {
    return InputRows.of(new BatchInput(batch), fields, batch.rows() + 1);
  }

  private interface Line {
    void write(int row, ByteOutput out);
  }

  private Path file(ByteOutput out, Batch batch, Line line) throws IOException {
    for (int row = 0; row < batch.end(); row = batch.next(row)) {
      line.write(row, out);
    }
    return Files.write(directory.resolve("rows"), out.toBytes());
  }

  private static void check(InputRows read, Batch batch, List<Field> fields, String what) {
    assertThat(read.bad()).as(what).isEmpty();
    assertThat(read.rows()).as(what).isEqualTo(direct(batch, fields).rows());
  }

  @Test
  void csv() throws IOException {
    for (int i = 0; i < 60; i++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      List<Field> fields = fields(random);
      CsvFormat format = format(random);
      Batch batch = batch(fields, i == 0 ? 5_000 : random.nextInt(200), random);
      CsvWriter writer = new CsvWriter(format, fields);
      ByteOutput out = new ByteOutput();
      writer.writeHeader(out);
      Path file = file(out, batch, (row, to) -> writer.writeRow(batch.bytes(), row, to));
      try (Input input = new CsvInput(ByteWindow.open(file, false), format, fields)) {
        check(InputRows.of(input, fields, 1 + random.nextInt(100)), batch, fields, "seed " + seed);
      }
    }
  }

  @Test
  void json() throws IOException {
    for (int i = 0; i < 60; i++) {
      long seed = System.nanoTime();
      Random random = new Random(seed);
      List<Field> fields = fields(random);
      Batch batch = batch(fields, i == 0 ? 3_000 : random.nextInt(200), random);
      JsonWriter writer = new JsonWriter(fields);
      Path file =
          file(
              new ByteOutput(),
              batch,
              (row, to) -> {
                to.writeByte('{');
                writer.writeMembers(batch.bytes(), row, to);
                to.writeAscii("}\n");
              });
      try (Input input = new JsonInput(ByteWindow.open(file, false), fields)) {
        check(InputRows.of(input, fields, 1 + random.nextInt(100)), batch, fields, "seed " + seed);
      }
    }
  }

  @Test
  void arraysAndJsonb() throws IOException {
    SqlType texts = SqlType.array(SqlType.TEXT);
    List<Field> fields = List.of(Field.of("a", texts), Field.of("j", SqlType.JSONB));
    Batch batch = new Batch();
    new RowWriter(RowLayout.of(fields))
        .append(
            batch,
            1,
            ArrayValues.encode(texts, Arrays.asList(Slice.of("x,\"y"), null, Slice.of(""))),
            Slice.of("{\"a\": [1, \"b\"]}"));
    CsvWriter writer = new CsvWriter(CsvFormat.STANDARD, fields);
    ByteOutput out = new ByteOutput();
    Path file = file(out, batch, (row, to) -> writer.writeRow(batch.bytes(), row, to));
    assertThat(Files.readString(file))
        .isEqualTo("\"{\"\"x,\\\"\"y\"\",NULL,\"\"\"\"}\",\"{\"\"a\"\": [1, \"\"b\"\"]}\"\n");
    try (Input input = new CsvInput(ByteWindow.open(file, false), CsvFormat.STANDARD, fields)) {
      check(InputRows.of(input, fields, 10), batch, fields, "csv");
    }

    ByteOutput json = new ByteOutput();
    new JsonWriter(fields).writeMembers(batch.bytes(), 0, json);
    assertThat(json.toSlice())
        .hasToString("\"a\":[\"x,\\\"y\",null,\"\"],\"j\":{\"a\": [1, \"b\"]}");
  }
}
