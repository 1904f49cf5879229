package dev.headrace.sql;

import dev.headrace.ir.Expr;
import dev.headrace.ir.ScalarFunction;
import dev.headrace.ir.ScalarFunctions;
import dev.headrace.model.SqlType;
import dev.headrace.model.SqlType.Kind;
import dev.headrace.model.function.AdvisoryLockFunctions;
import dev.headrace.model.function.CatalogLookups;
import dev.headrace.model.function.SequenceFunctions;
import dev.headrace.sql.Types.Category;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among overloads by PostgreSQL's rules (manual, sections 10.2 and 10.3), functions and
 * operators alike.
 */
final class FunctionResolver {
  private FunctionResolver() {}

  /**
   * An overload as a call sees it.
   *
   * @param parameters what the caller gives
   * @param session what of the session the function takes after them; null for nothing
   */
  record Candidate(
      ScalarFunction function, List<Kind> parameters, @Nullable ScalarFunction session) {
    Kind parameter(int index) {
      return parameters.get(Math.min(index, parameters.size() - 1));
    }
  }

  /** What came of it: exactly one of found, none and several. */
  record Choice(@Nullable Candidate found, boolean ambiguous) {}

  static Choice choose(String name, List<? extends @Nullable SqlType> arguments) {
    List<Candidate> candidates = candidates(name, arguments);
    if (candidates.isEmpty()) {
      return new Choice(null, false);
    }
    for (Candidate candidate : candidates) {
      if (exactMatches(candidate, arguments) == arguments.size()) {
        return new Choice(candidate, false);
      }
    }
    if (candidates.size() > 1) {
      candidates = best(candidates, arguments, false);
    }
    if (candidates.size() > 1) {
      candidates = best(candidates, arguments, true);
    }
    if (candidates.size() > 1) {
      candidates = byUnknowns(candidates, arguments);
    }
    return candidates.size() == 1
        ? new Choice(candidates.getFirst(), false)
        : new Choice(null, true);
  }

  private static List<Candidate> candidates(
      String name, List<? extends @Nullable SqlType> arguments) {
    List<Candidate> candidates = new ArrayList<>();
    for (ScalarFunction function : ScalarFunctions.named(name)) {
      ScalarFunction owned = session(function);
      if (owned == null) {
        add(candidates, new Candidate(function, function.parameters(), null), arguments);
      }
      if (owned != null || takesZone(function)) {
        int last = function.parameters().size() - 1;
        ScalarFunction session = owned == null ? ScalarFunctions.SESSION_TIME_ZONE : owned;
        add(
            candidates,
            new Candidate(function, function.parameters().subList(0, last), session),
            arguments);
      }
    }
    return candidates;
  }

  /** What of the session a function takes besides the arguments that are written; null for none. */
  private static @Nullable ScalarFunction session(ScalarFunction function) {
    if (function.owner() == SequenceFunctions.class) {
      return ScalarFunctions.SESSION_SEQUENCES;
    }
    boolean looksUp =
        function.owner() == CatalogLookups.class || function.owner() == AdvisoryLockFunctions.class;
    return looksUp ? ScalarFunctions.SESSION_CATALOG : null;
  }

  private static boolean takesZone(ScalarFunction function) {
    List<Kind> parameters = function.parameters();
    return !function.variadic()
        && !parameters.isEmpty()
        && parameters.getLast() == Kind.TEXT
        && (function.result() == Kind.TIMESTAMPTZ || parameters.contains(Kind.TIMESTAMPTZ));
  }

  private static void add(
      List<Candidate> candidates,
      Candidate candidate,
      List<? extends @Nullable SqlType> arguments) {
    int declared = candidate.parameters.size();
    boolean variadic = candidate.function.variadic();
    if (variadic ? arguments.size() < declared : arguments.size() != declared) {
      return;
    }
    for (int i = 0; i < arguments.size(); i++) {
      SqlType argument = arguments.get(i);
      if (argument != null && !accepts(candidate.parameter(i), argument)) {
        return;
      }
    }
    candidates.add(candidate);
  }

  private static boolean accepts(Kind parameter, SqlType argument) {
    if (parameter == Kind.ARRAY || argument.kind() == Kind.ARRAY) {
      return parameter == argument.kind();
    }
    if (parameter == Kind.ENUM) {
      return false; // which type it is says nothing but the call itself
    }
    // An overload for CHAR is for CHAR alone, beside one for all text.
    return parameter == Kind.CHAR
        ? argument.kind() == Kind.CHAR
        : Types.isImplicit(argument, Types.of(parameter));
  }

  private static int exactMatches(
      Candidate candidate, List<? extends @Nullable SqlType> arguments) {
    int matches = 0;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType argument = arguments.get(i);
      if (argument != null && argument.kind() == candidate.parameter(i)) {
        matches++;
      }
    }
    return matches;
  }

  private static List<Candidate> best(
      List<Candidate> candidates,
      List<? extends @Nullable SqlType> arguments,
      boolean countPreferred) {
    List<Candidate> best = new ArrayList<>();
    int most = -1;
    for (Candidate candidate : candidates) {
      int matches = exactMatches(candidate, arguments);
      for (int i = 0; countPreferred && i < arguments.size(); i++) {
        SqlType argument = arguments.get(i);
        Kind parameter = candidate.parameter(i);
        if (argument != null && argument.kind() != parameter && Types.isPreferred(parameter)) {
          matches++;
        }
      }
      if (matches > most) {
        best.clear();
        most = matches;
      }
      if (matches == most) {
        best.add(candidate);
      }
    }
    return best;
  }

  /** Unknown arguments choose a category, strings first; else they follow the known ones. */
  private static List<Candidate> byUnknowns(
      List<Candidate> candidates, List<? extends @Nullable SqlType> arguments) {
    List<Candidate> remaining = byCategory(candidates, arguments);
    if (remaining.size() == 1) {
      return remaining;
    }
    Set<Kind> known = EnumSet.noneOf(Kind.class);
    arguments.forEach(a -> known.addAll(a == null ? Set.of() : Set.of(a.kind())));
    if (known.size() != 1) {
      return remaining;
    }
    Kind kind = known.iterator().next();
    List<Candidate> same = new ArrayList<>();
    for (Candidate candidate : remaining) {
      boolean fits = true;
      for (int i = 0; i < arguments.size(); i++) {
        fits &= candidate.parameter(i) == kind;
      }
      if (fits) {
        same.add(candidate);
      }
    }
    return same.size() == 1 ? same : remaining;
  }

  private static List<Candidate> byCategory(
      List<Candidate> candidates, List<? extends @Nullable SqlType> arguments) {
    List<Candidate> remaining = candidates;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) != null) {
        continue;
      }
      int position = i;
      Set<Category> categories = EnumSet.noneOf(Category.class);
      remaining.forEach(c -> categories.add(Types.category(c.parameter(position))));
      Category chosen =
          categories.contains(Category.STRING) ? Category.STRING : categories.iterator().next();
      if (chosen != Category.STRING && categories.size() > 1) {
        return candidates;
      }
      List<Candidate> fitting = new ArrayList<>();
      List<Candidate> preferred = new ArrayList<>();
      for (Candidate candidate : remaining) {
        Kind parameter = candidate.parameter(i);
        if (Types.category(parameter) == chosen) {
          fitting.add(candidate);
          if (Types.isPreferred(parameter)) {
            preferred.add(candidate);
          }
        }
      }
      remaining = preferred.isEmpty() ? fitting : preferred;
    }
    return remaining;
  }

  /** The call of a candidate. */
  static Expr call(Candidate candidate, List<Operand> arguments, Coercion coercion) {
    List<Expr> values = new ArrayList<>();
    @Nullable SqlType array = null;
    for (int i = 0; i < arguments.size(); i++) {
      Kind parameter = candidate.parameter(i);
      SqlType type = coercion.type(arguments.get(i));
      if (parameter == Kind.ARRAY) {
        array = type == null ? SqlType.array(SqlType.TEXT) : type;
        values.add(coercion.implicit(arguments.get(i), array));
      } else {
        values.add(coercion.implicit(arguments.get(i), Types.of(parameter)));
      }
    }
    ScalarFunction session = candidate.session;
    if (session != null) {
      values.add(new Expr.Call(session, List.of(), Types.of(session.result())));
    }
    return new Expr.Call(candidate.function, values, resultType(candidate.function, array));
  }

  private static SqlType resultType(ScalarFunction function, @Nullable SqlType array) {
    if (function.result() == Kind.ARRAY) {
      return array == null ? SqlType.array(SqlType.TEXT) : array;
    }
    return function.name().startsWith("to_reg")
        ? ObjectNames.type(function.name().substring("to_".length()))
        : Types.of(function.result());
  }
}
