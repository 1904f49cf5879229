package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Statements that begin with WITH. The grammar reads a clause of queries; one with statements that
 * change data is read here, item by item.
 */
final class WithParser implements HeadraceParserConstants {
  private static final Set<String> QUERIES = Set.of("select", "values", "table");
  private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");

  private final TokenCursor tokens;
  private final DmlParser changes;
  private final Supplier<Statement> select;

  /**
   * @param select parses a query
   */
  WithParser(TokenCursor tokens, DmlParser changes, Supplier<Statement> select) {
    this.tokens = tokens;
    this.changes = changes;
    this.select = select;
  }

  /**
   * What a look ahead finds.
   *
   * @param statement the first word of the statement behind the clause
   * @param changes whether the clause has statements that change data
   */
  private record Shape(Token statement, boolean changes) {
    boolean isChange() {
      return CHANGES.contains(TokenCursor.word(statement));
    }
  }

  Statement statement() {
    Shape shape = shape(tokens);
    if (shape.changes) {
      return changing();
    }
    return shape.isChange() ? changes.change(tokens.withList()) : select.get();
  }

  /** A query that may begin with WITH, also with a clause that changes data. */
  static Statement rows(TokenCursor tokens) {
    Supplier<Statement> select = () -> new Statement.Select(tokens.query(), List.of());
    if (!tokens.at("with")) {
      return select.get();
    }
    Shape shape = shape(tokens);
    if (shape.isChange()) {
      throw tokens.syntaxError(shape.statement);
    }
    return shape.changes
        ? new WithParser(tokens, new DmlParser(tokens), select).changing()
        : select.get();
  }

  /** Refuses a query whose WITH clause changes data. */
  static void requireQuery(TokenCursor tokens, String message) {
    if (tokens.at("with") && shape(tokens).changes) {
      throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
    }
  }

  private static Shape shape(TokenCursor tokens) {
    Token token = tokens.peek();
    int depth = 0;
    boolean changing = false;
    for (int distance = 1; token.kind != EOF && token.kind != SEMICOLON; distance++) {
      depth += token.kind == LPAREN ? 1 : token.kind == RPAREN ? -1 : 0;
      // behind a WITH clause of the item's own a parenthesis has closed
      boolean begins = token.kind == LPAREN || token.kind == RPAREN;
      if (token.next == null) {
        // as many again, so that the whole of the text is walked over a few times at most
        tokens.peek(2 * distance);
      }
      boolean named =
          depth == 0 && (token.kind == WITH || token.kind == RECURSIVE || token.kind == COMMA);
      token = token.next;
      String word = named ? "" : TokenCursor.word(token);
      boolean change = CHANGES.contains(word);
      if (depth == 0 && (change || QUERIES.contains(word))) {
        return new Shape(token, changing);
      }
      changing |= change && depth > 0 && begins;
    }
    return new Shape(token, changing);
  }

  private Statement changing() {
    tokens.expect("with");
    boolean recursive = tokens.accept("recursive");
    List<ParsedWith.Item> items = new ArrayList<>();
    do {
      items.add(item(recursive));
    } while (tokens.accept(COMMA));
    ParsedWith with = new ParsedWith(tokens.source(), items);
    boolean change = CHANGES.contains(TokenCursor.word(tokens.peek()));
    return new Statement.With(with, change ? changes.change(null) : select.get());
  }

  private ParsedWith.Item item(boolean recursive) {
    SqlIdentifier name = tokens.identifier();
    List<SqlIdentifier> columns = tokens.at(LPAREN) ? tokens.parenthesizedIdentifiers() : List.of();
    tokens.expect("as");
    tokens.expect(LPAREN);
    ParsedWith.Item item = body(name, columns, recursive);
    tokens.expect(RPAREN);
    return item;
  }

  private ParsedWith.Item body(SqlIdentifier name, List<SqlIdentifier> columns, boolean recursive) {
    Token first = tokens.peek();
    if (CHANGES.contains(TokenCursor.word(first))) {
      return change(name, columns, null);
    }
    if (tokens.at("with")) {
      Shape shape = shape(tokens);
      if (shape.changes) {
        throw error(
            "WITH clause containing a data-modifying statement must be at the top level",
            tokens.peek(tokens.at("with", "recursive") ? 3 : 2));
      }
      if (shape.isChange()) {
        return change(name, columns, tokens.withList());
      }
    }
    return new ParsedWith.Query(
        new SqlWithItem(
            tokens.place(first),
            name,
            columns.isEmpty() ? null : new SqlNodeList(columns, SqlParserPos.ZERO),
            tokens.queryNode(),
            SqlLiteral.createBoolean(recursive, SqlParserPos.ZERO)));
  }

  private ParsedWith.Item change(
      SqlIdentifier name, List<SqlIdentifier> columns, @Nullable SqlNodeList with) {
    if (tokens.at("merge")) {
      throw tokens
          .source()
          .error(ErrorCode.FEATURE_NOT_SUPPORTED, "MERGE not supported in WITH query", name);
    }
    return new ParsedWith.Change(name, columns, changes.change(with));
  }

  private SqlException error(String message, Token place) {
    return tokens.source().error(ErrorCode.FEATURE_NOT_SUPPORTED, message, tokens.place(place));
  }
}
