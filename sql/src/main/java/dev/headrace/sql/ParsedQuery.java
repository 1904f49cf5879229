package dev.headrace.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/**
 * A query that was parsed, or is when somebody wants to know more than its text, and not resolved.
 */
public final class ParsedQuery {
  private final String text;
  private @Nullable SqlNode node;
  private @Nullable SourceText source;
  private boolean hasColumnNames;
  private Optional<List<String>> columnNames = Optional.empty();

  ParsedQuery(SqlNode node, SourceText source) {
    this.text = source.text();
    this.node = node;
    this.source = source;
  }

  private ParsedQuery(String text) {
    this.text = text;
  }

  /**
   * A query that is parsed only when it has to be: which is known to be one, and has probably been
   * resolved before.
   *
   * @param text of the query, or of the statement that creates a view of it
   */
  public static ParsedQuery later(String text) {
    return new ParsedQuery(text);
  }

  /** The same query of a text that has been parsed, without the syntax tree, which takes memory. */
  public ParsedQuery withoutTree() {
    ParsedQuery same = new ParsedQuery(text);
    same.columnNames = columnNames();
    same.hasColumnNames = true;
    return same;
  }

  synchronized SqlNode node() {
    if (node == null) {
      parse();
    }
    return Objects.requireNonNull(node);
  }

  synchronized SourceText source() {
    if (source == null) {
      parse();
    }
    return Objects.requireNonNull(source);
  }

  private void parse() {
    ParsedQuery parsed =
        switch (SqlParser.parse(text).getFirst().statement()) {
          case Statement.Select select -> select.query();
          case Statement.CreateView view -> view.query();
          default -> throw new IllegalStateException("no query: " + text);
        };
    node = parsed.node();
    source = parsed.source();
  }

  /** The last parts of all names in it, be they of relations, columns or functions. */
  public Set<String> names() {
    return QueryNames.of(node());
  }

  /** The names of its columns, as far as its text alone tells them. */
  public synchronized Optional<List<String>> columnNames() {
    if (!hasColumnNames) {
      columnNames = columnNames(node());
      hasColumnNames = true;
    }
    return columnNames;
  }

  private static Optional<List<String>> columnNames(SqlNode query) {
    return switch (query) {
      case SqlOrderBy ordered -> columnNames(ordered.query);
      case SqlWith with -> columnNames(with.body);
      case SqlSelect select -> columnNames(select.getSelectList());
      case SqlCall call when SqlKind.SET_QUERY.contains(call.getKind()) ->
          columnNames(call.<SqlNode>operand(0));
      default -> Optional.empty();
    };
  }

  private static Optional<List<String>> columnNames(SqlNodeList items) {
    List<String> names = new ArrayList<>();
    for (SqlNode item : items) {
      if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
        return Optional.empty();
      }
      names.add(
          item.getKind() == SqlKind.AS
              ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple()
              : ColumnNames.of(item));
    }
    return Optional.of(names);
  }
}
