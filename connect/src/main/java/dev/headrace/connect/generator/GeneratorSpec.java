package dev.headrace.connect.generator;

import dev.headrace.model.Batch;
import dev.headrace.model.EnumType;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Gregorian;
import dev.headrace.model.Interval;
import dev.headrace.model.RowLayout;
import dev.headrace.model.RowReader;
import dev.headrace.model.RowWriter;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.copy.ColumnParser;
import dev.headrace.model.function.TimePrecision;
import dev.headrace.runtime.connector.ConnectorOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what a program says about a column, as {@code uniform 1..1000}, into its generator.
 *
 * @param column which column
 * @param field its type
 * @param random its random numbers
 */
record GeneratorSpec(int column, Field field, SplittableRandom random) {
  private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)");
  private static final Pattern SEQUENCE =
      Pattern.compile("(?:from\\s+(.+?))?(?:\\s*\\bby\\s+(.+))?");
  private static final String WORDS =
      "expected sequence [from a] [by b], uniform a..b, zipf a..b, choice a, b, ..., text a..b or"
          + " now";

  /**
   * The generator that a text describes.
   *
   * @param option the option's name, for errors
   */
  ColumnGenerator parse(String option, String text) {
    String stripped = text.strip();
    int blank = stripped.indexOf(' ');
    String word = blank < 0 ? stripped : stripped.substring(0, blank);
    String rest = blank < 0 ? "" : stripped.substring(blank + 1).strip();
    try {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "sequence" -> sequence(rest);
        case "uniform" -> uniform(rest);
        case "zipf" -> zipf(rest);
        case "choice" -> choice(rest.split("\\s*,\\s*"));
        case "text" -> text(range(rest));
        case "now" -> now(Clock.systemUTC());
        default -> throw error(WORDS);
      };
    } catch (SqlException | ArithmeticException | NumberFormatException e) {
      throw ConnectorOptions.invalid(option, text, String.valueOf(e.getMessage()));
    }
  }

  /** The generator of a column that a program says nothing about. */
  ColumnGenerator byType() {
    return switch (field.type().kind()) {
      case SMALLINT, INTEGER, BIGINT -> uniform("1..1000");
      case NUMERIC -> smallDecimals();
      case REAL, DOUBLE -> uniform("0..1");
      case BOOLEAN -> choice("false", "true");
      case TEXT, VARCHAR, CHAR -> text(new String[] {"1", String.valueOf(length())});
      case DATE -> uniform("2024-01-01..2024-12-31");
      case TIME -> uniform("00:00..23:59:59");
      case TIMESTAMP, TIMESTAMPTZ -> uniform("2024-01-01 00:00..2024-12-31 23:59:59");
      case INTERVAL ->
          (writer, row) ->
              writer.setInterval(
                  column,
                  TimePrecision.of(
                      new Interval(0, 0, random.nextLong(Gregorian.MICROS_PER_DAY)), field.type()));
      case UUID ->
          (writer, row) -> writer.setUuid(column, new UUID(random.nextLong(), random.nextLong()));
      case BYTEA -> bytes();
      case ENUM ->
          choice(
              field.type().enumType().labels().stream()
                  .map(EnumType.Label::text)
                  .toArray(String[]::new));
      case JSONB, ARRAY ->
          throw new SqlException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "option "
                      + SqlException.quote(ConnectorOptions.ofColumn("columns", field.name()))
                      + " is required")
              .withHint("Values of type " + field.type() + " can be given by a choice.");
    };
  }

  private ColumnGenerator smallDecimals() {
    Scale scale = Scale.of(column, field.type());
    long most = Math.min(scale.most(), 99_999);
    return (writer, row) -> scale.set(writer, random.nextLong(most + 1));
  }

  private int length() {
    int limit = field.type().precision();
    return limit == SqlType.UNBOUNDED ? 8 : Math.min(limit, 8);
  }

  private ColumnGenerator bytes() {
    byte[] bytes = new byte[8];
    return (writer, row) -> {
      random.nextBytes(bytes);
      writer.setBytes(column, bytes, 0, bytes.length);
    };
  }

  private ColumnGenerator sequence(String text) {
    Matcher matcher = SEQUENCE.matcher(text);
    if (!matcher.matches()) {
      throw error("expected sequence [from a] [by b]");
    }
    Scale scale = scale("sequence");
    String from = matcher.group(1);
    String by = matcher.group(2);
    if ((from == null || by == null) && !field.type().kind().isNumber()) {
      throw error("a sequence of this type needs from a by b");
    }
    long start = scale.parse(from == null ? "1" : from);
    long step = scale.parseStep(by == null ? "1" : by);
    return (writer, row) -> {
      long value = Math.addExact(start, Math.multiplyExact(step, row));
      if (value > scale.most()) {
        throw new SqlException(
            ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
            "sequence of column " + SqlException.quote(field.name()) + " has ended");
      }
      scale.set(writer, value);
    };
  }

  private ColumnGenerator uniform(String text) {
    String[] range = range(text);
    if (field.type().kind().isFloat()) {
      return uniformFloat(Double.parseDouble(range[0]), Double.parseDouble(range[1]));
    }
    Scale scale = scale("uniform");
    long least = scale.parse(range[0]);
    long most = most(scale, least, range[1]);
    return (writer, row) -> scale.set(writer, random.nextLong(least, most + 1));
  }

  private ColumnGenerator uniformFloat(double least, double most) {
    if (!(least < most)) {
      throw error("the range is empty");
    }
    return field.type().kind() == SqlType.Kind.REAL
        ? (writer, row) -> writer.setFloat(column, (float) random.nextDouble(least, most))
        : (writer, row) -> writer.setDouble(column, random.nextDouble(least, most));
  }

  /** The k-th value of the range comes about 1/k times as often as the first. */
  private ColumnGenerator zipf(String text) {
    Scale scale = scale("zipf");
    String[] range = range(text);
    long least = scale.parse(range[0]);
    double values = (double) most(scale, least, range[1]) - least + 1;
    double logarithm = Math.log(values + 1);
    return (writer, row) -> {
      long rank = (long) Math.min(values, Math.exp(random.nextDouble() * logarithm));
      scale.set(writer, least + rank - 1);
    };
  }

  private static long most(Scale scale, long least, String text) {
    long most = scale.parse(text);
    if (most < least || most > scale.most()) {
      throw error("the range is empty or too large");
    }
    return most;
  }

  private ColumnGenerator choice(String... texts) {
    if (texts.length == 0) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "type " + field.type() + " has no values");
    }
    RowLayout layout = RowLayout.of(List.of(field));
    ColumnParser parser = ColumnParser.of(List.of(field))[0];
    RowWriter rows = new RowWriter(layout);
    Object[] values = new Object[texts.length];
    for (int i = 0; i < texts.length; i++) {
      Batch batch = new Batch();
      rows.begin(batch);
      parser.set(rows, Slice.of(texts[i]));
      rows.end(1);
      values[i] = Objects.requireNonNull(new RowReader(layout).get(batch.bytes(), 0, 0));
    }
    return (writer, row) -> writer.set(column, values[random.nextInt(values.length)]);
  }

  private ColumnGenerator text(String[] range) {
    if (!field.type().kind().isText()) {
      throw error("a text needs a column of a text type");
    }
    int least = Integer.parseInt(range[0]);
    int most = Integer.parseInt(range[1]);
    boolean tooLong =
        field.type().precision() != SqlType.UNBOUNDED && most > field.type().precision();
    if (least < 0 || most < least || tooLong) {
      throw error("the range is empty or too large");
    }
    int padding = field.type().kind() == SqlType.Kind.CHAR ? field.type().precision() : 0;
    byte[] letters = new byte[Math.max(most, padding)];
    return (writer, row) -> {
      int length = random.nextInt(least, most + 1);
      for (int i = 0; i < length; i++) {
        letters[i] = (byte) ('a' + random.nextInt(26));
      }
      Arrays.fill(letters, length, letters.length, (byte) ' ');
      writer.setBytes(column, letters, 0, Math.max(length, padding));
    };
  }

  private ColumnGenerator now(Clock clock) {
    return switch (field.type().kind()) {
      case TIMESTAMP, TIMESTAMPTZ ->
          (writer, row) ->
              writer.setLong(
                  column,
                  TimePrecision.of(
                      ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), field.type()));
      default -> throw error("now needs a column of type timestamp");
    };
  }

  private Scale scale(String word) {
    if (!Scale.has(field.type())) {
      throw error(word + " is not for type " + field.type());
    }
    return Scale.of(column, field.type());
  }

  private static String[] range(String text) {
    Matcher matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw error("expected a range a..b");
    }
    return new String[] {matcher.group(1).strip(), matcher.group(2).strip()};
  }

  private static SqlException error(String why) {
    return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, why);
  }

  /** Makes some of a column's values NULL. */
  ColumnGenerator withNulls(ColumnGenerator values, double fraction) {
    return (RowWriter writer, long row) -> {
      if (random.nextDouble() >= fraction) {
        values.set(writer, row);
      }
    };
  }
}
