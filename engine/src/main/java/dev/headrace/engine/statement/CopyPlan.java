package dev.headrace.engine.statement;

import dev.headrace.engine.database.BaseRelation;
import dev.headrace.engine.database.Catalog;
import dev.headrace.engine.database.Relation;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.Field;
import dev.headrace.model.SqlException;
import dev.headrace.model.copy.CopyFormat;
import dev.headrace.sql.BoundText;
import dev.headrace.sql.Catalog.ColumnRole;
import dev.headrace.sql.CopyOptions;
import dev.headrace.sql.ObjectName;
import dev.headrace.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a COPY statement comes to: its columns, its format, and the statements it stands for. */
final class CopyPlan {
  private final Statement.Copy copy;
  private final String relation;
  private final List<Field> fields;
  private final CopyFormat format;

  /**
   * For a table or view.
   *
   * @throws SqlException 42703, 42701 if its columns are not the relation's
   */
  CopyPlan(Statement.Copy copy, Relation relation) {
    this(copy, relation.name(), columns(copy.columns(), relation));
  }

  /** For the result of a query. */
  CopyPlan(Statement.Copy copy, List<Field> fields) {
    this(copy, "", fields);
  }

  private CopyPlan(Statement.Copy copy, String relation, List<Field> fields) {
    this.copy = copy;
    this.relation = relation;
    this.fields = fields;
    this.format = format(copy.options());
  }

  static boolean isBinary(Statement.Copy copy) {
    return copy.options().format() == CopyOptions.Format.BINARY;
  }

  /** The relation's name without its schema, for messages. */
  String relation() {
    return ObjectName.simple(relation);
  }

  /** The columns in the order in which they are copied. */
  List<Field> fields() {
    return fields;
  }

  CopyFormat format() {
    return format;
  }

  /** Generated columns are copied in neither direction. */
  private static List<Field> ungenerated(Relation relation) {
    if (!(relation instanceof BaseRelation base)) {
      return relation.fields();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < base.fields().size(); i++) {
      if (i >= base.roles().size() || base.roles().get(i) != ColumnRole.GENERATED) {
        fields.add(base.fields().get(i));
      }
    }
    return fields;
  }

  private static List<Field> columns(List<String> names, Relation relation) {
    List<Field> ungenerated = ungenerated(relation);
    if (names.isEmpty()) {
      return ungenerated;
    }
    List<Field> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Optional<Field> column =
          relation.fields().stream().filter(field -> field.name().equals(name)).findFirst();
      if (column.isEmpty()) {
        throw new SqlException(
            ErrorCode.UNDEFINED_COLUMN,
            "column "
                + SqlException.quote(name)
                + " of relation "
                + SqlException.quote(relation.simpleName())
                + " does not exist");
      }
      if (!seen.add(name)) {
        throw new SqlException(
            ErrorCode.DUPLICATE_COLUMN,
            "column " + SqlException.quote(name) + " specified more than once");
      }
      if (!ungenerated.contains(column.get())) {
        throw new SqlException(
                ErrorCode.INVALID_COLUMN_REFERENCE,
                "column " + SqlException.quote(name) + " is a generated column")
            .withDetail("Generated columns cannot be used in COPY.");
      }
      columns.add(column.get());
    }
    return columns;
  }

  private CopyFormat format(CopyOptions options) {
    BitSet forceQuote = positions(options.forceQuote(), "FORCE_QUOTE");
    if (options.forceQuoteAll()) {
      forceQuote.set(0, fields.size());
    }
    if (options.encoding().isPresent() && !isUtf8(options.encoding().get())) {
      throw new SqlException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "encoding " + SqlException.quote(options.encoding().get()) + " is not supported");
    }
    return new CopyFormat(
        CopyFormat.Kind.valueOf(options.format().name()),
        options.delimiter(),
        options.nullText(),
        CopyFormat.Header.valueOf(options.header().name()),
        options.quote(),
        options.escape(),
        forceQuote,
        positions(options.forceNotNull(), "FORCE_NOT_NULL"),
        positions(options.forceNull(), "FORCE_NULL"));
  }

  private static boolean isUtf8(String encoding) {
    String plain = encoding.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    return plain.equals("utf8") || plain.equals("unicode");
  }

  private BitSet positions(List<String> names, String option) {
    BitSet positions = new BitSet();
    for (String name : names) {
      int position = fields.stream().map(Field::name).toList().indexOf(name);
      if (position < 0) {
        throw new SqlException(
            ErrorCode.INVALID_COLUMN_REFERENCE,
            option + " column " + SqlException.quote(name) + " not referenced by COPY");
      }
      positions.set(position);
    }
    return positions;
  }

  /** The INSERT that takes in the rows of a relation which has the copied columns. */
  String insertText(String source) {
    String columns = CopyRunner.quoted(fields);
    String where = copy.where().map(condition -> " WHERE " + condition.text()).orElse("");
    return "INSERT INTO "
        + quotedRelation()
        + " ("
        + columns
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + columns
        + " FROM "
        + BoundText.name(source)
        + " AS "
        + CopyRunner.quoted(relation())
        + where;
  }

  /** The SELECT whose rows are those that go out. */
  String selectText() {
    return "SELECT " + CopyRunner.quoted(fields) + " FROM " + quotedRelation();
  }

  private String quotedRelation() {
    return CopyRunner.quoted(Catalog.schemaOf(relation)) + "." + CopyRunner.quoted(relation());
  }
}
