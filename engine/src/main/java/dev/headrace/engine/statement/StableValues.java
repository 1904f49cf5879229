package dev.headrace.engine.statement;

import dev.headrace.ir.Casts;
import dev.headrace.ir.Expr;
import dev.headrace.ir.ExprTransformer;
import dev.headrace.ir.Rel;
import dev.headrace.ir.RelTransformer;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Slice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Values that are the same throughout a statement, such as {@code now()}: they become parameters
 * behind the statement's own, so that plans and units can be kept.
 */
final class StableValues {
  private final int firstParameter;
  private final List<ScalarFunction> functions = new ArrayList<>();
  private final IdentityHashMap<Rel, Rel> done = new IdentityHashMap<>();

  /** A replacement for a statement with that many parameters of its own. */
  StableValues(int ownParameters) {
    this.firstParameter = ownParameters;
  }

  /** The functions that were replaced, in the order of their parameters. */
  List<ScalarFunction> functions() {
    return functions;
  }

  /** The tree with parameters in the place of stable functions. */
  Rel replace(Rel rel) {
    Rel known = done.get(rel);
    if (known == null) {
      known = RelTransformer.mapExprs(RelTransformer.mapInputs(rel, this::replace), this::replace);
      done.put(rel, known);
    }
    return known;
  }

  private Expr replace(Expr expr) {
    return ExprTransformer.transform(expr, this::replaceOne);
  }

  private Expr replaceOne(Expr expr) {
    if (expr instanceof Expr.Cast cast) {
      // what depends on the session's time zone shows only in the functions a cast stands for
      Expr expanded = Casts.expand(cast);
      Expr replaced = ExprTransformer.transform(expanded, this::replaceCall);
      return replaced.equals(expanded) ? expr : replaced;
    }
    return replaceCall(expr);
  }

  private Expr replaceCall(Expr expr) {
    if (!(expr instanceof Expr.Call call) || !isStable(call.function())) {
      return expr;
    }
    int index = functions.indexOf(call.function());
    if (index < 0) {
      index = functions.size();
      functions.add(call.function());
    }
    return new Expr.Parameter(firstParameter + index, call.type());
  }

  private static boolean isStable(ScalarFunction function) {
    return function.volatility() == ScalarFunction.Volatility.STABLE
        && function.parameters().isEmpty();
  }

  /** The type of such a function's parameter. */
  static SqlType type(ScalarFunction function) {
    return new SqlType(function.result(), SqlType.UNBOUNDED, 0, null);
  }

  /** A function's value at a time in a session. */
  static Object value(ScalarFunction function, Instant now, SessionParameters session) {
    ZoneId zone = session.zone();
    if (function.equals(ScalarFunctions.SESSION_TIME_ZONE)) {
      return Slice.of(session.timeZone());
    }
    if (function.equals(ScalarFunctions.SESSION_SEQUENCES)) {
      return session.sequences();
    }
    if (function.equals(ScalarFunctions.SESSION_CATALOG)) {
      return session.catalog();
    }
    if (function.equals(ScalarFunctions.CURRENT_DATE)) {
      return Math.toIntExact(LocalDate.ofInstant(now, zone).toEpochDay());
    }
    LocalDateTime local = LocalDateTime.ofInstant(now, zone);
    if (function.equals(ScalarFunctions.LOCALTIME)) {
      return local.toLocalTime().toNanoOfDay() / 1000;
    }
    if (function.equals(ScalarFunctions.LOCALTIMESTAMP)) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, local.toInstant(ZoneOffset.UTC));
    }
    return switch (function.result()) {
      case TIMESTAMPTZ -> ChronoUnit.MICROS.between(Instant.EPOCH, now);
      case TEXT -> Slice.of(SessionFunctionTexts.value(function.name(), session));
      default ->
          throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "function " + function.signature() + " is not supported here");
    };
  }
}
