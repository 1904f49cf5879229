package dev.headrace.sql;

import dev.headrace.sql.ParsedDml.Assignment;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE. */
final class DmlParser implements HeadraceParserConstants {
  private final TokenCursor tokens;

  DmlParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  Statement insert() {
    tokens.expect("insert", "into");
    SqlIdentifier table = tokens.dottedIdentifier();
    SqlIdentifier alias = tokens.accept("as") ? tokens.identifier() : null;
    List<SqlIdentifier> columns = List.of();
    if (tokens.at(LPAREN) && !startsQuery()) {
      columns = tokens.parenthesizedIdentifiers();
    }
    if (tokens.at("overriding")) {
      throw tokens.unsupported("OVERRIDING", tokens.peek());
    }
    SqlNode query = tokens.accept("default", "values") ? null : tokens.queryNode();
    if (tokens.at("on")) {
      throw tokens.unsupported("ON CONFLICT", tokens.peek());
    }
    noReturning();
    return dml(new Parts(table, alias, columns, query, List.of(), null, null), Verb.INSERT);
  }

  private boolean startsQuery() {
    int distance = 2;
    while (tokens.peek(distance).kind == LPAREN) {
      distance++;
    }
    return switch (TokenCursor.word(tokens.peek(distance))) {
      case "select", "values", "with", "table" -> true;
      default -> false;
    };
  }

  Statement update() {
    tokens.expect("update");
    tokens.accept("only");
    SqlIdentifier table = tokens.dottedIdentifier();
    SqlIdentifier alias = alias("set");
    tokens.expect("set");
    List<Assignment> assignments = new ArrayList<>();
    do {
      assignment(assignments);
    } while (tokens.accept(COMMA));
    SqlNode from = tokens.accept("from") ? tokens.fromClause() : null;
    SqlNode where = tokens.accept("where") ? tokens.expressionNode() : null;
    noReturning();
    return dml(new Parts(table, alias, List.of(), null, assignments, from, where), Verb.UPDATE);
  }

  private void assignment(List<Assignment> assignments) {
    if (!tokens.at(LPAREN)) {
      SqlIdentifier column = tokens.identifier();
      tokens.expect(EQ);
      assignments.add(new Assignment(column, value()));
      return;
    }
    List<SqlIdentifier> columns = tokens.parenthesizedIdentifiers();
    tokens.expect(EQ);
    tokens.accept("row");
    if (startsQuery()) {
      throw tokens.unsupported("UPDATE of several columns from a subquery", tokens.peek());
    }
    tokens.expect(LPAREN);
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        tokens.expect(COMMA);
      }
      assignments.add(new Assignment(columns.get(i), value()));
    }
    tokens.expect(RPAREN);
  }

  private @Nullable SqlNode value() {
    return tokens.accept("default") ? null : tokens.expressionNode();
  }

  Statement delete() {
    tokens.expect("delete", "from");
    tokens.accept("only");
    SqlIdentifier table = tokens.dottedIdentifier();
    SqlIdentifier alias = alias("using", "where", "returning");
    SqlNode using = tokens.accept("using") ? tokens.fromClause() : null;
    SqlNode where = tokens.accept("where") ? tokens.expressionNode() : null;
    noReturning();
    return dml(new Parts(table, alias, List.of(), null, List.of(), using, where), Verb.DELETE);
  }

  private @Nullable SqlIdentifier alias(String... notAliases) {
    if (tokens.accept("as")) {
      return tokens.identifier();
    }
    for (String word : notAliases) {
      if (tokens.at(word)) {
        return null;
      }
    }
    return tokens.atName() ? tokens.identifier() : null;
  }

  private void noReturning() {
    if (tokens.at("returning")) {
      throw tokens.unsupported("RETURNING", tokens.peek());
    }
  }

  private enum Verb {
    INSERT,
    UPDATE,
    DELETE
  }

  private record Parts(
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      List<SqlIdentifier> columns,
      @Nullable SqlNode query,
      List<Assignment> assignments,
      @Nullable SqlNode from,
      @Nullable SqlNode where) {}

  private Statement dml(Parts parts, Verb verb) {
    ParsedDml body =
        new ParsedDml(
            tokens.source(),
            parts.table,
            parts.alias,
            parts.columns,
            parts.query,
            parts.assignments,
            parts.from,
            parts.where);
    return switch (verb) {
      case INSERT -> new Statement.Insert(body.tableName(), body);
      case UPDATE -> new Statement.Update(body.tableName(), body);
      case DELETE -> new Statement.Delete(body.tableName(), body);
    };
  }
}
