package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.Statement.Drop;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** CREATE, DROP, TRUNCATE. */
final class DefinitionParser implements HeadraceParserConstants {
  private final TokenCursor tokens;

  DefinitionParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  Statement create() {
    tokens.expect("create");
    boolean replace = tokens.accept("or", "replace");
    Token what = tokens.peek();
    if (tokens.accept("materialized", "view")) {
      return view(replace, true);
    }
    return switch (TokenCursor.word(tokens.next())) {
      case "view" -> view(replace, false);
      case "table" -> {
        noReplace(replace, what);
        yield table(false);
      }
      case "source" -> {
        noReplace(replace, what);
        yield table(true);
      }
      case "sink" -> {
        noReplace(replace, what);
        yield sink();
      }
      case "index",
          "unique",
          "temp",
          "temporary",
          "unlogged",
          "sequence",
          "type",
          "function",
          "schema",
          "extension",
          "role",
          "user",
          "database",
          "trigger",
          "domain",
          "recursive" ->
          throw tokens.unsupported("CREATE " + what.image.toUpperCase(java.util.Locale.ROOT), what);
      default -> throw tokens.syntaxError(what);
    };
  }

  private void noReplace(boolean replace, Token what) {
    if (replace) {
      throw tokens.syntaxError(what);
    }
  }

  private Statement view(boolean replace, boolean materialized) {
    boolean ifNotExists = tokens.ifNotExists();
    String name = tokens.dottedName();
    List<String> columns = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
    tokens.expect("as");
    int start = tokens.start(tokens.peek());
    ParsedQuery query = tokens.query();
    String text = tokens.source().text().substring(start, tokens.lastEnd());
    if (tokens.accept("with", "no", "data")) {
      throw tokens.unsupported("WITH NO DATA", tokens.peek());
    }
    tokens.accept("with", "data");
    return new Statement.CreateView(name, replace, materialized, ifNotExists, columns, query, text);
  }

  private Statement sink() {
    boolean ifNotExists = tokens.ifNotExists();
    String name = tokens.dottedName();
    Optional<String> relation = Optional.empty();
    Optional<ParsedQuery> query = Optional.empty();
    if (tokens.accept("from")) {
      relation = Optional.of(tokens.dottedName());
    } else {
      tokens.expect("as");
      query = Optional.of(tokens.query());
    }
    return new Statement.CreateSink(name, ifNotExists, relation, query, Options.with(tokens));
  }

  private Statement table(boolean source) {
    boolean ifNotExists = tokens.ifNotExists();
    Token at = tokens.peek();
    String name = tokens.dottedName();
    if (!source && isTableAs()) {
      List<String> names = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
      tokens.expect("as");
      return new Statement.CreateTableAs(name, ifNotExists, names, tokens.query());
    }
    Elements elements = new Elements(name);
    if (!source || tokens.at(LPAREN)) {
      tokens.expect(LPAREN);
      if (!tokens.at(RPAREN)) {
        do {
          element(elements);
        } while (tokens.accept(COMMA));
      }
      tokens.expect(RPAREN);
    }
    elements.check(at);
    Map<String, String> options = Options.with(tokens);
    return new Statement.CreateTable(
        name,
        ifNotExists,
        List.copyOf(elements.columns),
        List.copyOf(elements.constraints),
        options,
        source);
  }

  /** {@code t AS}, {@code t (a, b) AS}: a column list without types. */
  private boolean isTableAs() {
    if (tokens.at("as")) {
      return true;
    }
    int after = tokens.peek(3).kind;
    return tokens.at(LPAREN)
        && (after == COMMA || (after == RPAREN && TokenCursor.word(tokens.peek(4)).equals("as")));
  }

  /** PostgreSQL's limit. */
  private static final int MAX_COLUMNS = 1600;

  /** What is collected of a table, and checked when all is read. */
  private final class Elements {
    private final String table;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<TableConstraint> constraints = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int primaryKeys;
    private final List<SqlIdentifier> keyColumns = new ArrayList<>();

    private Elements(String table) {
      this.table = table;
    }

    private void check(Token at) {
      if (columns.size() > MAX_COLUMNS) {
        throw new SqlException(
                ErrorCode.TOO_MANY_COLUMNS, "tables can have at most " + MAX_COLUMNS + " columns")
            .withPosition(tokens.source().position(tokens.start(at)));
      }
      if (primaryKeys > 1) {
        throw new SqlException(
                ErrorCode.INVALID_TABLE_DEFINITION,
                "multiple primary keys for table " + SqlException.quote(table) + " are not allowed")
            .withPosition(tokens.source().position(tokens.start(at)));
      }
      for (SqlIdentifier column : keyColumns) {
        if (!names.contains(column.getSimple())) {
          throw tokens
              .source()
              .error(
                  ErrorCode.UNDEFINED_COLUMN,
                  "column "
                      + SqlException.quote(column.getSimple())
                      + " named in key does not exist",
                  column);
        }
      }
    }
  }

  private void element(Elements elements) {
    Optional<String> name = Optional.empty();
    boolean named = tokens.accept("constraint");
    if (named) {
      name = Optional.of(tokens.name());
    }
    if (tokens.accept("primary", "key")) {
      elements.primaryKeys++;
      elements.constraints.add(new TableConstraint.PrimaryKey(name, keyColumns(elements)));
    } else if (tokens.accept("unique")) {
      elements.constraints.add(new TableConstraint.Unique(name, keyColumns(elements)));
    } else if (tokens.accept("check")) {
      elements.constraints.add(new TableConstraint.Check(name, tokens.parenthesizedExpression()));
    } else if (tokens.at("foreign")) {
      throw tokens.unsupported("FOREIGN KEY", tokens.peek());
    } else if (tokens.at("like")) {
      throw tokens.unsupported("LIKE in CREATE TABLE", tokens.peek());
    } else if (named) {
      throw tokens.syntaxError();
    } else {
      column(elements);
    }
  }

  private List<String> keyColumns(Elements elements) {
    List<SqlIdentifier> columns = tokens.parenthesizedIdentifiers();
    elements.keyColumns.addAll(columns);
    return columns.stream().map(SqlIdentifier::getSimple).toList();
  }

  private void column(Elements elements) {
    SqlIdentifier name = tokens.identifier();
    if (!elements.names.add(name.getSimple())) {
      throw tokens
          .source()
          .error(
              ErrorCode.DUPLICATE_COLUMN,
              "column " + SqlException.quote(name.getSimple()) + " specified more than once",
              name);
    }
    SqlType type = TypeNames.resolve(tokens.type(), tokens.source());
    boolean notNull = false;
    boolean primaryKey = false;
    boolean unique = false;
    @Nullable ParsedExpression defaultValue = null;
    @Nullable ParsedExpression check = null;
    while (true) {
      Optional<String> constraint =
          tokens.accept("constraint") ? Optional.of(tokens.name()) : Optional.empty();
      if (tokens.accept("not", "null")) {
        notNull = true;
      } else if (tokens.accept("primary", "key")) {
        primaryKey = true;
        elements.primaryKeys++;
      } else if (tokens.accept("unique")) {
        unique = true;
      } else if (tokens.accept("default")) {
        defaultValue = tokens.expression();
      } else if (tokens.accept("check")) {
        ParsedExpression condition = tokens.parenthesizedExpression();
        if (check == null && constraint.isEmpty()) {
          check = condition;
        } else {
          elements.constraints.add(new TableConstraint.Check(constraint, condition));
        }
      } else if (tokens.at("references") || tokens.at("generated") || tokens.at("collate")) {
        Token at = tokens.peek();
        throw tokens.unsupported(at.image.toUpperCase(java.util.Locale.ROOT), at);
      } else if (constraint.isPresent()) {
        throw tokens.syntaxError();
      } else if (!tokens.accept("null")) {
        break;
      }
    }
    elements.columns.add(
        new ColumnDefinition(
            name.getSimple(),
            type,
            notNull || primaryKey,
            Optional.ofNullable(defaultValue),
            Optional.ofNullable(check),
            primaryKey,
            unique));
  }

  Statement drop() {
    tokens.expect("drop");
    Token what = tokens.peek();
    Drop.Kind kind =
        switch (TokenCursor.word(tokens.next())) {
          case "table" -> Drop.Kind.TABLE;
          case "source" -> Drop.Kind.SOURCE;
          case "view" -> Drop.Kind.VIEW;
          case "sink" -> Drop.Kind.SINK;
          case "materialized" -> {
            tokens.expect("view");
            yield Drop.Kind.MATERIALIZED_VIEW;
          }
          case "index", "schema", "sequence", "type", "function", "database", "role", "user" ->
              throw tokens.unsupported(
                  "DROP " + what.image.toUpperCase(java.util.Locale.ROOT), what);
          default -> throw tokens.syntaxError(what);
        };
    boolean ifExists = tokens.accept("if", "exists");
    List<String> names = tokens.dottedNames();
    boolean cascade = tokens.accept("cascade");
    if (!cascade) {
      tokens.accept("restrict");
    }
    return new Drop(kind, ifExists, names, cascade);
  }

  Statement truncate() {
    tokens.expect("truncate");
    tokens.accept("table");
    tokens.accept("only");
    List<String> names = tokens.dottedNames();
    if (!tokens.accept("restart", "identity")) {
      tokens.accept("continue", "identity");
    }
    if (tokens.at("cascade")) {
      throw tokens.unsupported("TRUNCATE CASCADE", tokens.peek());
    }
    tokens.accept("restrict");
    return new Statement.Truncate(names);
  }
}
