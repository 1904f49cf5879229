package dev.headrace.ir.testkit;

import dev.headrace.model.ArrayValues;
import dev.headrace.model.EnumType;
import dev.headrace.model.Interval;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random types and values, biased to where things break: extremes, NaN, -0.0, infinities, leap
 * days, empty text, characters outside the basic plane, equal numbers of different scale. Small
 * values are frequent, so that comparisons and joins find partners.
 */
public final class RandomValues {
  /** An enumerated type, some of whose labels are texts that the random ones are made of. */
  public static final SqlType MOOD =
      SqlType.enumerated(
          EnumType.of(
              16_400,
              16_401,
              new EnumType.Name("public", "mood", "mood"),
              EnumType.declared(List.of("b", "a", "", "ab"), List.of(1, 2, 3, 4))));

  private static final List<SqlType> TYPES =
      List.of(
          SqlType.BOOLEAN,
          SqlType.SMALLINT,
          SqlType.INTEGER,
          SqlType.BIGINT,
          SqlType.REAL,
          SqlType.DOUBLE,
          SqlType.NUMERIC,
          SqlType.numeric(10, 2),
          SqlType.numeric(38, 10),
          SqlType.TEXT,
          SqlType.VARCHAR,
          SqlType.varchar(5),
          SqlType.character(4),
          SqlType.BYTEA,
          SqlType.DATE,
          SqlType.TIME,
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          SqlType.INTERVAL,
          SqlType.UUID,
          SqlType.JSONB,
          SqlType.array(SqlType.INTEGER),
          SqlType.array(SqlType.TEXT),
          MOOD,
          SqlType.array(MOOD));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "ab",
          "b",
          "abc ",
          "a%b_",
          "0",
          "-1",
          "12.50",
          "true",
          "NaN",
          "1e3",
          "\u00e9\u00df",
          "\u4e2d\u6587",
          "\ud83d\ude00",
          "x\ud83d\ude00y",
          "\ufffd",
          "\u0001",
          "'q'",
          "a\\b",
          "2024-02-29",
          "12:34:56",
          "{\"a\": 1}",
          "99999999999999999999");

  private static final List<String> DOCUMENTS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1.50",
          "1",
          "\"\"",
          "\"a\"",
          "\"\ud83d\ude00\"",
          "[]",
          "{}",
          "[1, null, \"x\"]",
          "{\"a\": 1}",
          "{\"a\": {\"b\": [1, 2]}, \"bc\": \"d\"}");

  private static final List<String> DECIMALS =
      List.of(
          "0",
          "0.00",
          "1",
          "1.0",
          "1.00",
          "-1",
          "0.1",
          "-0.05",
          "2.5",
          "99999999.99",
          "-99999999.99",
          "9223372036854775807",
          "-9223372036854775808",
          "12345678901234567890123456789012345678",
          "0.0000000001");

  private static final int[] INTS = {0, 1, -1, 2, 3, 7, 10, 100, 127, 128, 255, 365, 32767, -32768};
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int LEAP_DAY_2024 = 19_782;

  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /** A type of any kind. */
  public SqlType type() {
    return pick(TYPES);
  }

  /** A type of a kind; texts with and without a limit. */
  public SqlType type(Kind kind) {
    return pick(TYPES.stream().filter(type -> type.kind() == kind).toList());
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A value of a type as its carrier, never null. */
  public Object value(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> smallint();
      case INTEGER -> integer();
      case BIGINT -> bigint();
      case REAL -> (float) real(Float.MAX_VALUE, Float.MIN_VALUE);
      case DOUBLE -> real(Double.MAX_VALUE, Double.MIN_VALUE);
      case NUMERIC -> decimal(type);
      case TEXT, VARCHAR, CHAR -> text(type);
      case BYTEA -> bytes();
      case DATE -> date();
      case TIME ->
          pick(
              List.of(0L, 1L, MICROS_PER_DAY - 1, MICROS_PER_DAY, random.nextLong(MICROS_PER_DAY)));
      case TIMESTAMP, TIMESTAMPTZ -> timestamp();
      case INTERVAL -> interval();
      case UUID -> uuid();
      case JSONB -> Slice.of(pick(DOCUMENTS));
      case ENUM -> pick(type.enumType().labels()).key();
      case ARRAY -> array(type);
    };
  }

  /** A value or, now and then, null. */
  public @Nullable Object valueOrNull(SqlType type) {
    return random.nextInt(6) == 0 ? null : value(type);
  }

  private int smallint() {
    return switch (random.nextInt(8)) {
      case 0 -> (int) Short.MIN_VALUE;
      case 1 -> (int) Short.MAX_VALUE;
      case 2 -> random.nextInt(Short.MIN_VALUE, Short.MAX_VALUE + 1);
      default -> random.nextInt(-3, 4);
    };
  }

  private int integer() {
    return switch (random.nextInt(10)) {
      case 0 -> Integer.MIN_VALUE;
      case 1 -> Integer.MAX_VALUE;
      case 2 -> random.nextInt();
      case 3, 4 -> INTS[random.nextInt(INTS.length)];
      default -> random.nextInt(-3, 4);
    };
  }

  private long bigint() {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> random.nextLong();
      default -> integer();
    };
  }

  private double real(double max, double min) {
    return switch (random.nextInt(14)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> -0.0;
      case 4 -> 0.0;
      case 5 -> max;
      case 6 -> min;
      case 7 -> -max;
      case 8 -> random.nextGaussian() * 1e6;
      default -> random.nextInt(-8, 9) / 4.0;
    };
  }

  private BigDecimal decimal(SqlType type) {
    BigDecimal value =
        random.nextInt(4) == 0
            ? new BigDecimal(
                BigInteger.valueOf(random.nextLong()).multiply(BigInteger.valueOf(bigint())),
                random.nextInt(20))
            : new BigDecimal(pick(DECIMALS));
    if (type.precision() == SqlType.UNBOUNDED) {
      return value;
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
    return scaled.precision() <= type.precision()
        ? scaled
        : BigDecimal.valueOf(random.nextInt(-500, 500), type.scale());
  }

  private Slice text(SqlType type) {
    StringBuilder text = new StringBuilder(pick(TEXTS));
    if (random.nextInt(3) == 0) {
      text.append(pick(TEXTS));
    }
    if (type.precision() == SqlType.UNBOUNDED) {
      return Slice.of(text.toString());
    }
    int length = Math.min(type.precision(), text.codePointCount(0, text.length()));
    String cut = text.substring(0, text.offsetByCodePoints(0, length));
    return Slice.of(type.kind() == Kind.CHAR ? cut + " ".repeat(type.precision() - length) : cut);
  }

  private Slice bytes() {
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return Slice.of(bytes);
  }

  private int date() {
    return switch (random.nextInt(8)) {
      case 0 -> Integer.MIN_VALUE;
      case 1 -> Integer.MAX_VALUE;
      case 2 -> LEAP_DAY_2024;
      case 3 -> random.nextInt(-700_000, 2_900_000);
      default -> LEAP_DAY_2024 + random.nextInt(-3, 4);
    };
  }

  private long timestamp() {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> -1L;
      case 3 -> random.nextLong(-60_000_000_000L, 60_000_000_000L) * 1_000_000;
      default -> LEAP_DAY_2024 * MICROS_PER_DAY + random.nextInt(-3, 4) * 3_600_000_000L;
    };
  }

  private Interval interval() {
    return switch (random.nextInt(6)) {
      case 0 -> Interval.ZERO;
      case 1 -> new Interval(1, 0, 0);
      case 2 -> new Interval(0, 30, 0);
      case 3 -> new Interval(0, 29, MICROS_PER_DAY);
      default -> new Interval(smallint(), smallint(), integer());
    };
  }

  private UUID uuid() {
    return switch (random.nextInt(4)) {
      case 0 -> new UUID(0, 0);
      case 1 -> new UUID(-1, -1);
      default -> new UUID(bigint(), bigint());
    };
  }

  private Slice array(SqlType type) {
    SqlType element = Objects.requireNonNull(type.element(), "an ARRAY has an element type");
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(valueOrNull(element));
    }
    return ArrayValues.encode(type, elements);
  }
}
