package dev.headrace.ir;

import static dev.headrace.model.SqlType.Kind.ARRAY;
import static dev.headrace.model.SqlType.Kind.BIGINT;
import static dev.headrace.model.SqlType.Kind.BOOLEAN;
import static dev.headrace.model.SqlType.Kind.DATE;
import static dev.headrace.model.SqlType.Kind.DOUBLE;
import static dev.headrace.model.SqlType.Kind.ENUM;
import static dev.headrace.model.SqlType.Kind.INTEGER;
import static dev.headrace.model.SqlType.Kind.INTERVAL;
import static dev.headrace.model.SqlType.Kind.JSONB;
import static dev.headrace.model.SqlType.Kind.NUMERIC;
import static dev.headrace.model.SqlType.Kind.REAL;
import static dev.headrace.model.SqlType.Kind.SMALLINT;
import static dev.headrace.model.SqlType.Kind.TIME;
import static dev.headrace.model.SqlType.Kind.TIMESTAMP;
import static dev.headrace.model.SqlType.Kind.TIMESTAMPTZ;

import dev.headrace.ir.Casts.Context;
import dev.headrace.model.CatalogTypes;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.text.TypeOids;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's {@code pg_cast} for the types there are, and the calls that carry a cast out. */
final class CastRules {
  private static final Map<Kind, Set<Kind>> IMPLICIT = new EnumMap<>(Kind.class);
  private static final Map<Kind, Set<Kind>> ASSIGNMENT = new EnumMap<>(Kind.class);
  private static final Map<Kind, Set<Kind>> EXPLICIT = new EnumMap<>(Kind.class);

  static {
    IMPLICIT.put(SMALLINT, EnumSet.of(INTEGER, BIGINT, NUMERIC, REAL, DOUBLE));
    IMPLICIT.put(INTEGER, EnumSet.of(BIGINT, NUMERIC, REAL, DOUBLE));
    IMPLICIT.put(BIGINT, EnumSet.of(NUMERIC, REAL, DOUBLE));
    IMPLICIT.put(NUMERIC, EnumSet.of(REAL, DOUBLE));
    IMPLICIT.put(REAL, EnumSet.of(DOUBLE));
    IMPLICIT.put(DATE, EnumSet.of(TIMESTAMP, TIMESTAMPTZ));
    IMPLICIT.put(TIME, EnumSet.of(INTERVAL));
    IMPLICIT.put(TIMESTAMP, EnumSet.of(TIMESTAMPTZ));

    ASSIGNMENT.put(INTEGER, EnumSet.of(SMALLINT));
    ASSIGNMENT.put(BIGINT, EnumSet.of(SMALLINT, INTEGER));
    ASSIGNMENT.put(NUMERIC, EnumSet.of(SMALLINT, INTEGER, BIGINT));
    ASSIGNMENT.put(REAL, EnumSet.of(SMALLINT, INTEGER, BIGINT, NUMERIC));
    ASSIGNMENT.put(DOUBLE, EnumSet.of(SMALLINT, INTEGER, BIGINT, NUMERIC, REAL));
    ASSIGNMENT.put(TIMESTAMP, EnumSet.of(DATE, TIME));
    ASSIGNMENT.put(TIMESTAMPTZ, EnumSet.of(DATE, TIME, TIMESTAMP));
    ASSIGNMENT.put(INTERVAL, EnumSet.of(TIME));

    EXPLICIT.put(BOOLEAN, EnumSet.of(INTEGER));
    EXPLICIT.put(INTEGER, EnumSet.of(BOOLEAN));
    EXPLICIT.put(JSONB, EnumSet.of(BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC));
  }

  private static final Set<Kind> DATES = EnumSet.of(DATE, TIMESTAMP, TIMESTAMPTZ);

  private CastRules() {}

  static boolean isPossible(SqlType from, SqlType to, Context context) {
    Kind source = from.kind();
    Kind target = to.kind();
    if (source == ARRAY && target == ARRAY) {
      return isPossible(element(from), element(to), context);
    }
    if (source == ENUM && target == ENUM) {
      return from.equals(to);
    }
    if (source == target || (source.isText() && target.isText())) {
      return true;
    }
    boolean known = contains(IMPLICIT, source, target);
    if (context != Context.IMPLICIT) {
      known |= contains(ASSIGNMENT, source, target) || target.isText();
    }
    if (context == Context.EXPLICIT) {
      known |= contains(EXPLICIT, source, target) || source.isText();
    }
    return known;
  }

  private static boolean contains(Map<Kind, Set<Kind>> rules, Kind source, Kind target) {
    return rules.getOrDefault(source, Set.of()).contains(target);
  }

  private static SqlType element(SqlType array) {
    return Objects.requireNonNull(array.element(), "an ARRAY has an element type");
  }

  /** The call that converts a value to the target's kind, or null if there is none. */
  static @Nullable Expr conversion(Expr value, SqlType target) {
    SqlType source = value.type();
    if (!isPossible(source, target, Context.EXPLICIT)) {
      return null;
    }
    SqlType plain = target.kind().isText() ? SqlType.TEXT : withoutLimits(target);
    String name = ConversionFunctions.nameOf(plain.kind());
    if (source.kind() == ARRAY && target.kind() == ARRAY) {
      return arrayConversion(value, target, name);
    }
    List<Expr> arguments = new ArrayList<>(List.of(value));
    if (source.kind() == ARRAY || target.kind() == ARRAY) {
      SqlType array = source.kind() == ARRAY ? source : target;
      boolean vector = CatalogTypes.contains(array);
      arguments.add(Casts.integer(TypeOids.reference(vector ? array : element(array))));
      arguments.add(Casts.sessionTimeZone());
    } else if (source.kind() == ENUM || target.kind() == ENUM) {
      SqlType labelled = source.kind() == ENUM ? source : target;
      arguments.add(Casts.integer(TypeOids.reference(labelled)));
    } else if (source.kind() == TIMESTAMPTZ || target.kind() == TIMESTAMPTZ) {
      arguments.add(Casts.sessionTimeZone());
    }
    return Casts.callIfExists(name, plain, arguments);
  }

  /** Null where there is none yet. */
  private static @Nullable Expr arrayConversion(Expr value, SqlType target, String name) {
    SqlType from = element(value.type());
    SqlType to = element(target);
    if (from.kind() == to.kind() && TypeOids.oid(from) == TypeOids.oid(to)) {
      return value;
    }
    List<Expr> arguments = new ArrayList<>();
    arguments.add(value);
    arguments.add(Casts.integer(TypeOids.reference(from)));
    arguments.add(Casts.integer(TypeOids.reference(to)));
    if (from.kind().isNumber() && to.kind().isNumber()) {
      return Casts.callIfExists("cast_numbers", target, arguments);
    }
    arguments.add(Casts.sessionTimeZone());
    if (DATES.contains(from.kind()) && DATES.contains(to.kind())) {
      return Casts.callIfExists("cast_times", target, arguments);
    }
    boolean viaText = from.kind().isText() || to.kind().isText();
    return viaText ? Casts.callIfExists(name, target, arguments) : null;
  }

  private static SqlType withoutLimits(SqlType type) {
    return type.kind() == NUMERIC || type.kind().isTime()
        ? new SqlType(type.kind(), SqlType.UNBOUNDED, 0, null)
        : type;
  }
}
