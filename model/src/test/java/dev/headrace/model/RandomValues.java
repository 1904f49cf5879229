package dev.headrace.model;

import dev.headrace.model.text.ByteOutput;
import dev.headrace.model.text.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random types and values for tests, with a liking for extremes and for equal values. */
public final class RandomValues {
  private static final String[] CHARACTERS = {
    "a", "b", "Z", " ", "%", "\\", "\"", ",", "{", "é", "日", "😀", "\n", "0", "\u0001"
  };

  /** An enumerated type whose labels are not in the order of their texts. */
  private static final SqlType MOOD =
      SqlType.enumerated(
          EnumType.of(
              16_400,
              16_401,
              new EnumType.Name("public", "mood", "mood"),
              EnumType.declared(
                  List.of("sad", "ok", "happy", "a \"b\"", ""), List.of(1, 2, 3, 4, 5))));

  private final Random random;

  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  /** One type of each kind. */
  public static List<SqlType> types() {
    List<SqlType> types = new ArrayList<>();
    for (SqlType.Kind kind : SqlType.Kind.values()) {
      types.add(
          switch (kind) {
            case ARRAY -> SqlType.array(SqlType.NUMERIC);
            case ENUM -> MOOD;
            default -> new SqlType(kind, SqlType.UNBOUNDED, 0, null);
          });
    }
    types.add(SqlType.array(SqlType.TEXT));
    types.add(SqlType.array(SqlType.SMALLINT));
    types.add(SqlType.array(MOOD));
    return types;
  }

  public SqlType type() {
    return types().get(random.nextInt(types().size()));
  }

  /** A value that is not NULL. */
  public Object value(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (int) (short) integer();
      case INTEGER -> integer();
      case BIGINT -> random.nextBoolean() ? random.nextLong() : integer();
      case REAL -> random.nextBoolean() ? Float.intBitsToFloat(random.nextInt()) : smallFloat();
      case DOUBLE ->
          random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : smallFloat();
      case NUMERIC -> decimal();
      case TEXT, VARCHAR, CHAR -> Slice.of(text());
      case BYTEA -> {
        byte[] bytes = new byte[random.nextInt(6)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (random.nextInt(4) - 2);
        }
        yield Slice.of(bytes);
      }
      case DATE -> random.nextInt(5) == 0 ? Integer.MAX_VALUE : random.nextInt(200_000) - 100_000;
      case TIME -> random.nextLong(86_400_000_000L);
      case TIMESTAMP, TIMESTAMPTZ ->
          random.nextInt(8) == 0
              ? Long.MIN_VALUE
              : random.nextLong(-200_000_000_000_000_000L, 200_000_000_000_000_000L);
      case INTERVAL ->
          new Interval(
              random.nextInt(30) - 15, random.nextInt(90) - 45, random.nextLong(400_000_000_000L));
      case UUID -> new UUID(random.nextLong(), random.nextInt(3));
      case JSONB -> json();
      case ENUM -> {
        List<EnumType.Label> labels = type.enumType().labels();
        yield labels.get(random.nextInt(labels.size())).key();
      }
      case ARRAY -> array(type);
    };
  }

  private int integer() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> Integer.MIN_VALUE;
      case 2 -> Integer.MAX_VALUE;
      default -> random.nextInt(20) - 10;
    };
  }

  private float smallFloat() {
    float[] some = {0f, -0f, 1.5f, -1.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e-30f, 100f};
    return some[random.nextInt(some.length)];
  }

  private BigDecimal decimal() {
    BigInteger unscaled = new BigInteger(1 + random.nextInt(140), random);
    BigInteger chosen =
        random.nextBoolean() ? BigInteger.valueOf(random.nextInt(30) * 10L) : unscaled;
    return new BigDecimal(random.nextBoolean() ? chosen : chosen.negate(), random.nextInt(12));
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  private Slice json() {
    ByteOutput out = new ByteOutput();
    Slice source = Slice.of(jsonText(3));
    JsonText.normalise(source.base(), source.offset(), source.length(), out);
    return out.toSlice();
  }

  private String jsonText(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> String.valueOf(random.nextInt(5) - 2);
      case 3 -> new String[] {"1.0", "1.00", "1e2", "-0.5"}[random.nextInt(4)];
      case 4 -> "\"" + new String[] {"", "a", "b", "\\n", "é"}[random.nextInt(5)] + "\"";
      case 5 -> {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          elements.add(jsonText(depth - 1));
        }
        yield "[" + String.join(",", elements) + "]";
      }
      default -> {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          members.add("\"" + "abc".charAt(random.nextInt(3)) + "\":" + jsonText(depth - 1));
        }
        yield "{" + String.join(",", members) + "}";
      }
    };
  }

  private Slice array(SqlType type) {
    SqlType element = java.util.Objects.requireNonNull(type.element());
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(random.nextInt(5) == 0 ? null : value(element));
    }
    return ArrayValues.encode(type, values);
  }
}
