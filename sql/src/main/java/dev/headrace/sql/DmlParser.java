package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE, MERGE. */
final class DmlParser implements HeadraceParserConstants {
  private final TokenCursor tokens;

  DmlParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /**
   * One of the four.
   *
   * @param with the WITH list before it
   */
  Statement change(@Nullable SqlNodeList with) {
    return switch (TokenCursor.word(tokens.peek())) {
      case "insert" -> insert(with);
      case "update" -> update(with);
      case "delete" -> delete(with);
      case "merge" -> merge(with);
      default -> throw tokens.syntaxError();
    };
  }

  private Statement insert(@Nullable SqlNodeList with) {
    tokens.expect("insert", "into");
    SqlIdentifier table = tokens.dottedIdentifier();
    SqlIdentifier alias = tokens.accept("as") ? tokens.identifier() : null;
    List<SqlIdentifier> columns = List.of();
    if (tokens.at(LPAREN) && !startsQuery()) {
      columns = tokens.parenthesizedIdentifiers();
    }
    Overriding overriding = overriding();
    SqlNode query = tokens.accept("default", "values") ? null : tokens.queryNode();
    ParsedConflict conflict = tokens.at("on") ? conflict() : null;
    ParsedDml body =
        new ParsedDml(
            tokens.source(),
            new ParsedDml.Parts(
                with,
                table,
                alias,
                columns,
                overriding,
                query,
                conflict,
                List.of(),
                null,
                null,
                null,
                returning()));
    return new Statement.Insert(body.tableName(), body);
  }

  private Overriding overriding() {
    if (!tokens.accept("overriding")) {
      return Overriding.NOTHING;
    }
    boolean system = tokens.accept("system");
    if (!system) {
      tokens.expect("user");
    }
    tokens.expect("value");
    return system ? Overriding.SYSTEM : Overriding.USER;
  }

  private ParsedConflict conflict() {
    SqlNode place = new SqlIdentifier("on conflict", tokens.place(tokens.peek()));
    tokens.expect("on", "conflict");
    List<SqlNode> keys = new ArrayList<>();
    SqlNode keysWhere = null;
    SqlIdentifier constraint = null;
    if (tokens.accept("on", "constraint")) {
      constraint = tokens.identifier();
    } else if (tokens.accept(LPAREN)) {
      do {
        keys.add(tokens.indexNode());
      } while (tokens.accept(COMMA));
      tokens.expect(RPAREN);
      keysWhere = tokens.accept("where") ? tokens.expressionNode() : null;
    }
    tokens.expect("do");
    if (tokens.accept("nothing")) {
      return new ParsedConflict(place, keys, keysWhere, constraint, false, List.of(), null);
    }
    tokens.expect("update", "set");
    List<Assignment> assignments = assignments();
    SqlNode where = tokens.accept("where") ? tokens.expressionNode() : null;
    return new ParsedConflict(place, keys, keysWhere, constraint, true, assignments, where);
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

  private Statement update(@Nullable SqlNodeList with) {
    tokens.expect("update");
    SqlIdentifier table = tokens.tableIdentifier();
    SqlIdentifier alias = alias("set");
    tokens.expect("set");
    List<Assignment> assignments = assignments();
    SqlNode from = tokens.accept("from") ? tokens.fromClause() : null;
    ParsedDml body = changed(with, table, alias, assignments, from);
    return new Statement.Update(body.tableName(), body);
  }

  private ParsedDml changed(
      @Nullable SqlNodeList with,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      List<Assignment> assignments,
      @Nullable SqlNode from) {
    SqlIdentifier currentOf = currentOf();
    SqlNode where = currentOf == null && tokens.accept("where") ? tokens.expressionNode() : null;
    return new ParsedDml(
        tokens.source(),
        new ParsedDml.Parts(
            with,
            table,
            alias,
            List.of(),
            Overriding.NOTHING,
            null,
            null,
            assignments,
            from,
            where,
            currentOf,
            returning()));
  }

  private @Nullable SqlIdentifier currentOf() {
    return tokens.accept("where", "current", "of") ? tokens.identifier() : null;
  }

  private List<Assignment> assignments() {
    List<Assignment> assignments = new ArrayList<>();
    do {
      assignment(assignments);
    } while (tokens.accept(COMMA));
    return List.copyOf(assignments);
  }

  private void assignment(List<Assignment> assignments) {
    if (!tokens.at(LPAREN)) {
      SqlIdentifier column = tokens.identifier();
      tokens.expect(EQ);
      assignments.add(new Assignment.Single(column, value()));
      return;
    }
    List<SqlIdentifier> columns = tokens.parenthesizedIdentifiers();
    tokens.expect(EQ);
    boolean row = tokens.accept("row");
    if (!row && startsQuery()) {
      tokens.expect(LPAREN);
      assignments.add(new Assignment.Row(columns, tokens.queryNode()));
      tokens.expect(RPAREN);
      return;
    }
    Token at = tokens.peek();
    if (!row && !tokens.at(LPAREN)) {
      throw notARow(at);
    }
    List<@Nullable SqlNode> values = new ArrayList<>();
    tokens.expect(LPAREN);
    do {
      values.add(value());
    } while (tokens.accept(COMMA));
    tokens.expect(RPAREN);
    if (values.size() == 1 && !row && columns.size() > 1) {
      throw notARow(at);
    }
    if (values.size() != columns.size()) {
      throw tokens
          .source()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "number of columns does not match number of values",
              tokens.place(at));
    }
    for (int i = 0; i < columns.size(); i++) {
      assignments.add(new Assignment.Single(columns.get(i), values.get(i)));
    }
  }

  private SqlException notARow(Token at) {
    return tokens
        .source()
        .error(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
            tokens.place(at));
  }

  private @Nullable SqlNode value() {
    return tokens.accept("default") ? null : tokens.expressionNode();
  }

  private Statement delete(@Nullable SqlNodeList with) {
    tokens.expect("delete", "from");
    SqlIdentifier table = tokens.tableIdentifier();
    SqlIdentifier alias = alias("using", "where", "returning");
    SqlNode using = tokens.accept("using") ? tokens.fromClause() : null;
    ParsedDml body = changed(with, table, alias, List.of(), using);
    return new Statement.Delete(body.tableName(), body);
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

  private List<SqlNode> returning() {
    if (!tokens.accept("returning")) {
      return List.of();
    }
    List<SqlNode> items = new ArrayList<>();
    do {
      tokens.selectItems(items);
    } while (tokens.accept(COMMA));
    return List.copyOf(items);
  }

  private Statement merge(@Nullable SqlNodeList with) {
    tokens.expect("merge", "into");
    SqlIdentifier table = tokens.tableIdentifier();
    SqlIdentifier alias = alias("using");
    tokens.expect("using");
    SqlNode using = tokens.fromClause();
    tokens.expect("on");
    SqlNode condition = tokens.expressionNode();
    List<ParsedMerge.When> clauses = new ArrayList<>();
    do {
      clauses.add(when());
    } while (tokens.at("when"));
    ParsedMerge body =
        new ParsedMerge(tokens.source(), with, table, alias, using, condition, clauses);
    return new Statement.Merge(body.tableName(), body);
  }

  private ParsedMerge.When when() {
    tokens.expect("when");
    boolean matched = !tokens.accept("not");
    tokens.expect("matched");
    SqlNode condition = tokens.accept("and") ? tokens.expressionNode() : null;
    tokens.expect("then");
    return new ParsedMerge.When(matched, condition, action(matched));
  }

  private ParsedMerge.Action action(boolean matched) {
    Token at = tokens.peek();
    if (tokens.accept("do")) {
      tokens.expect("nothing");
      return new ParsedMerge.Action.Nothing();
    }
    if (matched && tokens.accept("update")) {
      tokens.expect("set");
      return new ParsedMerge.Action.Update(assignments());
    }
    if (matched && tokens.accept("delete")) {
      return new ParsedMerge.Action.Delete();
    }
    if (matched || !tokens.accept("insert")) {
      throw tokens.syntaxError();
    }
    SqlIdentifier place = new SqlIdentifier("insert", tokens.place(at));
    List<SqlIdentifier> columns = tokens.at(LPAREN) ? tokens.parenthesizedIdentifiers() : List.of();
    Overriding overriding = overriding();
    if (tokens.accept("default", "values")) {
      return new ParsedMerge.Action.Insert(place, columns, overriding, null);
    }
    tokens.expect("values");
    return new ParsedMerge.Action.Insert(place, columns, overriding, values());
  }

  private List<SqlNode> values() {
    List<SqlNode> values = new ArrayList<>();
    tokens.expect(LPAREN);
    do {
      Token at = tokens.peek();
      SqlNode value = value();
      values.add(value == null ? SqlStdOperatorTable.DEFAULT.createCall(tokens.place(at)) : value);
    } while (tokens.accept(COMMA));
    tokens.expect(RPAREN);
    return values;
  }
}
