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
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * A query that was parsed, or is when somebody wants to know more than its text, and not resolved.
 */
public final class ParsedQuery {
  private final String text;
  private @Nullable SqlNode node;
  private @Nullable SourceText source;

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
   */
  public static ParsedQuery later(String text) {
    return new ParsedQuery(text);
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
    if (SqlParser.parse(text).getFirst().statement() instanceof Statement.Select select) {
      node = select.query().node();
      source = select.query().source();
    } else {
      throw new IllegalStateException("no query: " + text);
    }
  }

  /** The last parts of all names in it, be they of relations, columns or functions. */
  public Set<String> names() {
    return QueryNames.of(node());
  }

  /** The names of its columns, as far as its text alone tells them. */
  public Optional<List<String>> columnNames() {
    SqlNode body = node();
    if (body instanceof SqlOrderBy ordered) {
      body = ordered.query;
    }
    if (!(body instanceof SqlSelect select)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      SqlNode named =
          item instanceof SqlCall call && call.getKind() == SqlKind.AS ? call.operand(1) : item;
      if (!(named instanceof SqlIdentifier identifier) || identifier.isStar()) {
        return Optional.empty();
      }
      names.add(identifier.names.getLast());
    }
    return Optional.of(names);
  }
}
