package dev.headrace.engine.definition;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Names;
import dev.headrace.engine.database.Relation;
import dev.headrace.engine.database.Sequence;
import dev.headrace.engine.database.SequenceValues;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.Notice;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.ParsedExpression;
import dev.headrace.sql.SequenceOptions;
import dev.headrace.sql.SqlParser;
import dev.headrace.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP SEQUENCE, and the sequences of columns. */
public final class SequenceDefiner {
  private final DefinitionContext context;

  public SequenceDefiner(DefinitionContext context) {
    this.context = context;
  }

  /** Returns a notice if there is nothing to do. */
  public List<Notice> create(Statement.CreateSequence create) {
    String name = context.newName(create.name(), create.temporary());
    if (create.ifNotExists() && context.catalog().isTaken(name)) {
      return DefinitionContext.skipped(name);
    }
    context.requireFree(name);
    Sequence.Options options = options(create.options(), null);
    add(name, options, create.options().ownedBy().flatMap(this::owner));
    return List.of();
  }

  private void add(String name, Sequence.Options options, Optional<Sequence.Owner> owner) {
    Sequence sequence =
        new Sequence(
            context.database().newOid(),
            name,
            options,
            owner,
            new SequenceValues(options.start(), false));
    context.define(catalog -> catalog.with(sequence));
  }

  /** Makes the sequence of a column and returns the column's default. */
  ParsedExpression ofColumn(
      String table, int oid, Field column, SequenceOptions said, boolean identity) {
    String name =
        said.name()
            .map(written -> context.newName(written, Catalog.isTemporary(table)))
            .orElseGet(
                () ->
                    Catalog.beside(
                        table,
                        context.freeName(
                            table, ObjectName.simple(table) + "_" + column.name() + "_seq")));
    context.requireFree(name);
    Sequence.Options options = options(said, column.type());
    add(name, options, Optional.of(new Sequence.Owner(oid, column.name(), identity)));
    return next(name);
  }

  /** The next value of a sequence as an expression. */
  static ParsedExpression next(String sequence) {
    String name = BoundDefaults.text(sequence);
    return SqlParser.expression("nextval('" + name.replace("'", "''") + "')");
  }

  public List<String> alter(Statement.AlterSequence alter) {
    Sequence sequence = context.names().sequence(alter.name()).orElse(null);
    if (sequence == null) {
      if (alter.ifExists() && !context.names().isTaken(alter.name())) {
        return DefinitionContext.missing(alter.name());
      }
      throw missing(context.names(), alter.name());
    }
    change(sequence, alter.options());
    return List.of();
  }

  void change(Sequence sequence, SequenceOptions said) {
    Sequence.Options options = changed(sequence, said);
    SequenceValues values = sequence.values();
    if (said.restart().isPresent()) {
      values = new SequenceValues(said.restart().get().value().orElse(options.start()), false);
      requireWithin(values.last(), "RESTART", options);
    } else if (!options.equals(sequence.options())) {
      // its place now, should this transaction be undone
      values = values.copy();
    }
    if (said.ownedBy().isPresent()
        && sequence.owner().filter(Sequence.Owner::identity).isPresent()) {
      throw new SqlException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence")
          .withDetail(
              "Sequence "
                  + SqlException.quote(sequence.simpleName())
                  + " is linked to table "
                  + SqlException.quote(tableOf(sequence))
                  + ".");
    }
    Sequence changed = sequence.with(options, values);
    Sequence owned =
        said.ownedBy().isPresent() ? changed.ownedBy(said.ownedBy().flatMap(this::owner)) : changed;
    context.define(catalog -> catalog.with(owned));
  }

  private String tableOf(Sequence sequence) {
    return sequence
        .owner()
        .flatMap(owner -> context.catalog().relation(owner.relation()))
        .map(Relation::simpleName)
        .orElse("");
  }

  /** Lets a table's own sequences begin again. */
  public void restart(BaseRelation table) {
    for (Sequence sequence : context.catalog().sequencesOf(table)) {
      Sequence restarted =
          sequence.with(sequence.options(), new SequenceValues(sequence.options().start(), false));
      context.define(catalog -> catalog.with(restarted));
    }
  }

  /** Why a name is not that of a sequence. */
  public static SqlException missing(Names names, String name) {
    return names.isTaken(name)
        ? new SqlException(
            ErrorCode.WRONG_OBJECT_TYPE, SqlException.quote(name) + " is not a sequence")
        : new SqlException(
            ErrorCode.UNDEFINED_TABLE, "relation " + SqlException.quote(name) + " does not exist");
  }

  private Optional<Sequence.Owner> owner(String written) {
    if (written.equals("none")) {
      return Optional.empty();
    }
    List<String> parts = ObjectName.parts(written);
    if (parts.size() == 1) {
      throw new SqlException(ErrorCode.SYNTAX_ERROR, "invalid OWNED BY option")
          .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
    }
    Relation relation = context.require(ObjectName.of(parts.subList(0, parts.size() - 1)));
    String column = parts.getLast();
    if (relation.fields().stream().noneMatch(f -> f.name().equals(column))) {
      throw new SqlException(
          ErrorCode.UNDEFINED_COLUMN,
          "column "
              + SqlException.quote(column)
              + " of relation "
              + SqlException.quote(relation.simpleName())
              + " does not exist");
    }
    return Optional.of(new Sequence.Owner(relation.oid(), column, false));
  }

  // ---- options

  private Sequence.Options options(SequenceOptions said, @Nullable SqlType column) {
    SqlType type = said.type().orElse(column == null ? SqlType.BIGINT : column);
    return built(said, type, null);
  }

  private Sequence.Options changed(Sequence sequence, SequenceOptions said) {
    return built(said, said.type().orElse(type(sequence.options())), sequence.options());
  }

  private static SqlType type(Sequence.Options options) {
    return switch (options.type()) {
      case "smallint" -> SqlType.SMALLINT;
      case "integer" -> SqlType.INTEGER;
      default -> SqlType.BIGINT;
    };
  }

  // a bound that is its type's goes with the type
  private static boolean isLowest(SequenceOptions said, Sequence.Options old) {
    return said.type().isPresent() && old.minimum() == lowest(type(old));
  }

  private static boolean isHighest(SequenceOptions said, Sequence.Options old) {
    return said.type().isPresent() && old.maximum() == highest(type(old));
  }

  private static long highest(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT -> Short.MAX_VALUE;
      case INTEGER -> Integer.MAX_VALUE;
      case BIGINT -> Long.MAX_VALUE;
      default ->
          throw new SqlException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "sequence type must be smallint, integer, or bigint");
    };
  }

  private static long lowest(SqlType type) {
    return -highest(type) - 1;
  }

  private static Sequence.Options built(
      SequenceOptions said, SqlType type, Sequence.@Nullable Options old) {
    long lowest = lowest(type);
    long highest = highest(type);
    long increment = said.increment().orElse(old == null ? 1 : old.increment());
    if (increment == 0) {
      throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "INCREMENT must not be zero");
    }
    boolean up = increment > 0;
    long defaultMinimum = up ? 1 : lowest;
    long defaultMaximum = up ? highest : -1;
    long minimum =
        said.minimum()
            .map(limit -> limit.value().orElse(defaultMinimum))
            .orElse(old == null || isLowest(said, old) ? defaultMinimum : old.minimum());
    long maximum =
        said.maximum()
            .map(limit -> limit.value().orElse(defaultMaximum))
            .orElse(old == null || isHighest(said, old) ? defaultMaximum : old.maximum());
    requireInType(minimum, "MINVALUE", type, lowest, highest);
    requireInType(maximum, "MAXVALUE", type, lowest, highest);
    if (minimum >= maximum) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
    }
    long cache = said.cache().orElse(old == null ? 1 : old.cache());
    if (cache <= 0) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE, "CACHE (" + cache + ") must be greater than zero");
    }
    Sequence.Options options =
        new Sequence.Options(
            type.kind().name().toLowerCase(Locale.ROOT),
            said.start().orElse(old == null ? up ? minimum : maximum : old.start()),
            increment,
            minimum,
            maximum,
            cache,
            said.cycle().orElse(old != null && old.cycle()));
    requireWithin(options.start(), "START", options);
    return options;
  }

  private static void requireInType(
      long value, String what, SqlType type, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          what
              + " ("
              + value
              + ") is out of range for sequence data type "
              + type.kind().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void requireWithin(long value, String what, Sequence.Options options) {
    if (value < options.minimum()) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          what + " value (" + value + ") cannot be less than MINVALUE (" + options.minimum() + ")");
    }
    if (value > options.maximum()) {
      throw new SqlException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          what
              + " value ("
              + value
              + ") cannot be greater than MAXVALUE ("
              + options.maximum()
              + ")");
    }
  }
}
