package dev.headrace.ir;

import dev.headrace.ir.ScalarFunction.Volatility;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the calls that carry a cast out say about it.
 *
 * @param volatility STABLE if the session's time zone decides
 * @param givesNull whether a value can become NULL, as {@code 'infinity'::timestamp::time} does
 */
record CastTraits(Volatility volatility, boolean givesNull) {
  private record Kinds(Kind from, @Nullable Kind fromElement, Kind to, @Nullable Kind toElement) {}

  private static final ConcurrentMap<Kinds, CastTraits> KNOWN = new ConcurrentHashMap<>();

  /** The traits of a cast; they depend on the kinds only. */
  static CastTraits of(SqlType from, SqlType to) {
    Kinds kinds = new Kinds(from.kind(), elementKind(from), to.kind(), elementKind(to));
    CastTraits known = KNOWN.get(kinds);
    if (known == null) {
      known = find(from, to);
      KNOWN.put(kinds, known);
    }
    return known;
  }

  private static @Nullable Kind elementKind(SqlType type) {
    return type.element() == null ? null : type.element().kind();
  }

  private static CastTraits find(SqlType from, SqlType to) {
    try {
      Expr expanded = Casts.expand(new Expr.Cast(new Expr.Column(0, from, false), to));
      return new CastTraits(volatility(expanded), expanded.nullable());
    } catch (SqlException noSuchCast) {
      // It fails wherever it is evaluated, and there is no more to say about it.
      return new CastTraits(Volatility.IMMUTABLE, false);
    }
  }

  private static Volatility volatility(Expr expr) {
    Volatility most =
        expr instanceof Expr.Call call ? call.function().volatility() : Volatility.IMMUTABLE;
    for (Expr operand : expr.operands()) {
      Volatility volatility = volatility(operand);
      most = volatility.compareTo(most) > 0 ? volatility : most;
    }
    return most;
  }
}
