package dev.headrace.ir;

import dev.headrace.ir.ScalarFunction.Volatility;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions with every shape of Java method, for tests that must not depend on the registry. */
public final class TestFunctions {
  public static final ScalarFunction DOUBLED =
      function("doubled", List.of(Kind.INTEGER), Kind.INTEGER, false, false, Volatility.IMMUTABLE);
  public static final ScalarFunction JOINED =
      function("joined", List.of(Kind.TEXT), Kind.TEXT, true, false, Volatility.IMMUTABLE);
  public static final ScalarFunction SAME =
      function("same", List.of(Kind.TEXT), Kind.TEXT, false, false, Volatility.IMMUTABLE);
  public static final ScalarFunction UNLESS_ZERO =
      function("unlessZero", List.of(Kind.BIGINT), Kind.BIGINT, false, true, Volatility.IMMUTABLE);
  public static final ScalarFunction FAILING =
      function("failing", List.of(Kind.INTEGER), Kind.BOOLEAN, false, false, Volatility.IMMUTABLE);
  public static final ScalarFunction TOSSED =
      function("tossed", List.of(), Kind.BOOLEAN, false, false, Volatility.VOLATILE);

  private TestFunctions() {}

  private static ScalarFunction function(
      String name,
      List<Kind> parameters,
      Kind result,
      boolean variadic,
      boolean nullable,
      Volatility volatility) {
    return new ScalarFunction(
        name, parameters, result, variadic, nullable, volatility, TestFunctions.class, name);
  }

  public static int doubled(int value) {
    return Math.multiplyExact(2, value);
  }

  /** Fills the result slice. */
  public static Slice joined(Slice[] parts, Slice result) {
    int length = 0;
    for (Slice part : parts) {
      length += part.length();
    }
    byte[] bytes = result.buffer(length);
    int at = 0;
    for (Slice part : parts) {
      System.arraycopy(part.base(), part.offset(), bytes, at, part.length());
      at += part.length();
    }
    return result.own(length);
  }

  /** Returns a view of its argument. */
  public static Slice same(Slice text, Slice result) {
    return result.set(text);
  }

  public static @Nullable Long unlessZero(long value) {
    return value == 0 ? null : value;
  }

  public static boolean failing(int value) {
    throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero at " + value);
  }

  public static boolean tossed() {
    return true;
  }
}
