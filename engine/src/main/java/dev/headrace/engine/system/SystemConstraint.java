package dev.headrace.engine.system;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.ForeignKey;
import dev.headrace.model.Field;
import dev.headrace.model.text.Identifiers;
import dev.headrace.sql.Deferral;
import dev.headrace.sql.TableConstraint.Action;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A constraint of a table.
 *
 * @param oid unique among constraints, as long as the definitions stay
 * @param columns numbers of the columns it is about, from 1
 */
record SystemConstraint(int oid, String name, SystemClass table, List<Integer> columns, Kind kind) {
  static final char PRIMARY_KEY = 'p';
  static final char UNIQUE = 'u';
  static final char CHECK = 'c';
  static final char FOREIGN_KEY = 'f';

  private static final String NOT_VALID = " NOT VALID";

  /** What it demands. */
  sealed interface Kind {
    /** PRIMARY KEY or UNIQUE, which an index keeps. */
    record Key(SystemIndex index) implements Kind {}

    /** CHECK. */
    record Condition(BaseRelation.Check check) implements Kind {}

    /**
     * FOREIGN KEY.
     *
     * @param columns numbers of the columns that it refers to, from 1
     * @param index the one of these columns
     */
    record Reference(ForeignKey key, SystemClass table, List<Integer> columns, int index)
        implements Kind {}
  }

  SystemConstraint {
    columns = List.copyOf(columns);
  }

  /** {@code contype}. */
  char type() {
    return switch (kind) {
      case Kind.Key key -> key.index().primary() ? PRIMARY_KEY : UNIQUE;
      case Kind.Condition _ -> CHECK;
      case Kind.Reference _ -> FOREIGN_KEY;
    };
  }

  /** When it is checked. */
  Deferral deferral() {
    return switch (kind) {
      case Kind.Key key -> key.index().deferral();
      case Kind.Condition _ -> Deferral.NONE;
      case Kind.Reference(ForeignKey key, _, _, _) ->
          new Deferral(key.deferrable(), key.initiallyDeferred());
    };
  }

  /** Whether all rows are known to fulfil it. */
  boolean isValidated() {
    return switch (kind) {
      case Kind.Key _ -> true;
      case Kind.Condition(BaseRelation.Check check) -> check.validated();
      case Kind.Reference reference -> reference.key().validated();
    };
  }

  /** OID of the index that keeps it; 0 for none. */
  int index() {
    return switch (kind) {
      case Kind.Key key -> key.index().oid();
      case Kind.Condition _ -> 0;
      case Kind.Reference reference -> reference.index();
    };
  }

  /** The condition of a CHECK, in parentheses if it is to be read by machines; empty for others. */
  String condition(boolean pretty) {
    return kind instanceof Kind.Condition(BaseRelation.Check check)
        ? ExpressionText.of(check.condition(), table.fields(), pretty)
        : "";
  }

  /** As {@code pg_get_constraintdef} has it. */
  String definition(boolean pretty, Function<SystemClass, String> named) {
    return switch (kind) {
      case Kind.Key(SystemIndex index) ->
          (index.primary() ? "PRIMARY KEY" : "UNIQUE")
              + (index.nullsDistinct() || index.primary() ? " " : " NULLS NOT DISTINCT ")
              + names(table, columns)
              + deferral().text();
      case Kind.Condition(BaseRelation.Check check) ->
          "CHECK (" + condition(pretty) + ")" + (check.validated() ? "" : NOT_VALID);
      case Kind.Reference reference -> definition(reference, named);
    };
  }

  private String definition(Kind.Reference reference, Function<SystemClass, String> named) {
    ForeignKey key = reference.key();
    return "FOREIGN KEY "
        + names(table, columns)
        + " REFERENCES "
        + named.apply(reference.table())
        + names(reference.table(), reference.columns())
        + (key.matchFull() ? " MATCH FULL" : "")
        + action(" ON UPDATE ", key.onUpdate())
        + action(" ON DELETE ", key.onDelete())
        + deferral().text()
        + (key.validated() ? "" : NOT_VALID);
  }

  private static String action(String when, Action action) {
    return action == Action.NO_ACTION ? "" : when + rule(action);
  }

  /** A foreign key's action in words. */
  static String rule(Action action) {
    return action.name().replace('_', ' ').toUpperCase(Locale.ROOT);
  }

  private static String names(SystemClass table, List<Integer> columns) {
    return columns.stream()
        .map(column -> table.column(column).map(Field::name).orElse(""))
        .map(Identifiers::quoted)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
