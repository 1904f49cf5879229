package dev.headrace.sql;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** The parts of a MERGE, not yet resolved. */
public final class ParsedMerge {
  /** A WHEN clause. */
  record When(boolean matched, @Nullable SqlNode condition, Action action) {}

  /** What stands behind THEN. */
  sealed interface Action {
    /** UPDATE SET. */
    record Update(List<Assignment> assignments) implements Action {}

    /** DELETE. */
    record Delete() implements Action {}

    /**
     * INSERT.
     *
     * @param values null for DEFAULT VALUES; a value is of kind DEFAULT for DEFAULT
     */
    record Insert(
        SqlNode place,
        List<SqlIdentifier> columns,
        Overriding overriding,
        @Nullable List<SqlNode> values)
        implements Action {}

    /** DO NOTHING. */
    record Nothing() implements Action {}
  }

  private final SourceText source;
  private final @Nullable SqlNodeList with;
  private final SqlIdentifier table;
  private final @Nullable SqlIdentifier alias;
  private final SqlNode using;
  private final SqlNode condition;
  private final List<When> clauses;

  ParsedMerge(
      SourceText source,
      @Nullable SqlNodeList with,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      SqlNode using,
      SqlNode condition,
      List<When> clauses) {
    this.source = source;
    this.with = with;
    this.table = table;
    this.alias = alias;
    this.using = using;
    this.condition = condition;
    this.clauses = List.copyOf(clauses);
  }

  /** The target as written, with its schema if one was written. */
  public String tableName() {
    return ObjectName.of(table.names);
  }

  SourceText source() {
    return source;
  }

  @Nullable SqlNodeList with() {
    return with;
  }

  SqlIdentifier table() {
    return table;
  }

  @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** The source's rows. */
  SqlNode using() {
    return using;
  }

  SqlNode condition() {
    return condition;
  }

  List<When> clauses() {
    return clauses;
  }
}
