package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement.OnCommit;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;

/** CREATE TABLE, CREATE SOURCE and CREATE TABLE AS. */
final class TableParser implements HeadraceParserConstants {
  /** PostgreSQL's limit. */
  private static final int MAX_COLUMNS = 1600;

  private final TokenCursor tokens;

  TableParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** Behind {@code CREATE TABLE} or {@code CREATE SOURCE}. */
  Statement table(boolean source, boolean temporary) {
    boolean ifNotExists = tokens.ifNotExists();
    Token at = tokens.peek();
    String name = tokens.dottedName();
    if (!source && isTableAs()) {
      return tableAs(name, ifNotExists, temporary);
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
    if (tokens.at("inherits") || tokens.at("partition")) {
      throw tokens.unsupported(tokens.peek().image.toUpperCase(Locale.ROOT), tokens.peek());
    }
    Map<String, String> options =
        source && tokens.accept("server") ? Options.ofServer(tokens) : Options.with(tokens);
    if (tokens.accept("without")) {
      tokens.expect("oids");
    }
    return new Statement.CreateTable(
        name,
        ifNotExists,
        List.copyOf(elements.columns),
        List.copyOf(elements.constraints),
        List.copyOf(elements.likes),
        options,
        source,
        onCommit(temporary));
  }

  private Statement tableAs(String name, boolean ifNotExists, boolean temporary) {
    List<String> names = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
    Options.with(tokens);
    Optional<OnCommit> onCommit = onCommit(temporary);
    tokens.expect("as");
    Statement rows = WithParser.rows(tokens);
    boolean withData = withData(tokens);
    return new Statement.CreateTableAs(name, ifNotExists, names, rows, withData, onCommit);
  }

  /** {@code WITH [NO] DATA}; true without either. */
  static boolean withData(TokenCursor tokens) {
    if (tokens.accept("with", "no", "data")) {
      return false;
    }
    tokens.accept("with", "data");
    return true;
  }

  private Optional<OnCommit> onCommit(boolean temporary) {
    Token at = tokens.peek();
    if (!tokens.accept("on", "commit")) {
      return temporary ? Optional.of(OnCommit.PRESERVE_ROWS) : Optional.empty();
    }
    if (!temporary) {
      throw new SqlException(
              ErrorCode.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables")
          .withPosition(tokens.source().position(tokens.start(at)));
    }
    if (tokens.accept("drop")) {
      return Optional.of(OnCommit.DROP);
    }
    boolean delete = tokens.accept("delete");
    if (!delete) {
      tokens.expect("preserve");
    }
    tokens.expect("rows");
    return Optional.of(delete ? OnCommit.DELETE_ROWS : OnCommit.PRESERVE_ROWS);
  }

  /** {@code t AS}, {@code t WITH (...) AS}, {@code t (a, b) AS}: a column list without types. */
  private boolean isTableAs() {
    if (tokens.at("as") || tokens.at("on", "commit") || tokens.at("with")) {
      return true;
    }
    int after = tokens.peek(3).kind;
    if (!tokens.at(LPAREN) || TokenCursor.word(tokens.peek(2)).equals("like")) {
      return false;
    }
    return after == COMMA
        || (after == RPAREN
            && switch (TokenCursor.word(tokens.peek(4))) {
              case "as", "with", "on" -> true;
              default -> false;
            });
  }

  /** What is collected of a table, and checked when all is read. */
  private final class Elements {
    private final String table;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<TableConstraint> constraints = new ArrayList<>();
    private final List<TableLike> likes = new ArrayList<>();
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
        if (likes.isEmpty() && !names.contains(column.getSimple())) {
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
    if (tokens.accept("like")) {
      elements.likes.add(like(elements.columns.size()));
    } else if (atConstraint()) {
      TableConstraint constraint = constraint(elements.table, elements.keyColumns);
      elements.primaryKeys += constraint instanceof TableConstraint.PrimaryKey ? 1 : 0;
      elements.constraints.add(constraint);
    } else {
      column(elements);
    }
  }

  /** Whether a constraint stands here, and not a column. */
  boolean atConstraint() {
    return switch (TokenCursor.word(tokens.peek())) {
      case "constraint", "primary", "unique", "check", "foreign" -> true;
      case "exclude" -> TokenCursor.word(tokens.peek(2)).equals("using");
      default -> false;
    };
  }

  /**
   * A constraint that stands beside the columns.
   *
   * @param table whose it is
   * @param keyColumns takes the columns of a key
   */
  TableConstraint constraint(String table, List<SqlIdentifier> keyColumns) {
    Optional<String> name = ColumnParser.constraintName(tokens);
    if (tokens.accept("primary", "key")) {
      List<String> columns = keyColumns(keyColumns);
      ColumnParser.primaryKeyParameters(tokens);
      return new TableConstraint.PrimaryKey(name, columns);
    }
    if (tokens.accept("unique")) {
      boolean distinct = ColumnParser.nullsDistinct(tokens);
      List<String> columns = keyColumns(keyColumns);
      Deferral deferral = ColumnParser.indexParameters(tokens);
      return new TableConstraint.Unique(name, columns, distinct, deferral);
    }
    if (tokens.accept("check")) {
      ParsedExpression condition = TableQualifiers.removed(tokens.parenthesizedExpression(), table);
      tokens.accept("no", "inherit");
      return new TableConstraint.Check(name, condition);
    }
    if (tokens.accept("foreign")) {
      tokens.expect("key");
      return ColumnParser.references(tokens, name, tokens.parenthesizedNames());
    }
    if (tokens.at("exclude")) {
      throw tokens.unsupported("EXCLUDE", tokens.peek());
    }
    throw tokens.syntaxError();
  }

  private List<String> keyColumns(List<SqlIdentifier> keyColumns) {
    if (tokens.at("using")) {
      throw tokens.unsupported("USING INDEX", tokens.peek());
    }
    List<SqlIdentifier> columns = tokens.parenthesizedIdentifiers();
    if (tokens.at("include")) {
      throw tokens.unsupported("INCLUDE", tokens.peek());
    }
    keyColumns.addAll(columns);
    return columns.stream().map(SqlIdentifier::getSimple).toList();
  }

  private TableLike like(int position) {
    String table = tokens.dottedName();
    EnumSet<TableLike.Property> including = EnumSet.noneOf(TableLike.Property.class);
    while (tokens.at("including") || tokens.at("excluding")) {
      boolean include = tokens.accept("including");
      if (!include) {
        tokens.expect("excluding");
      }
      EnumSet<TableLike.Property> named = properties();
      if (include) {
        including.addAll(named);
      } else {
        including.removeAll(named);
      }
    }
    return new TableLike(table, position, including);
  }

  private EnumSet<TableLike.Property> properties() {
    if (tokens.accept("all")) {
      return EnumSet.allOf(TableLike.Property.class);
    }
    for (TableLike.Property property : TableLike.Property.values()) {
      if (tokens.accept(property.name().toLowerCase(Locale.ROOT))) {
        return EnumSet.of(property);
      }
    }
    throw tokens.syntaxError();
  }

  private void column(Elements elements) {
    ColumnParser parser = new ColumnParser(tokens, elements.table);
    ColumnDefinition column = parser.column();
    if (!elements.names.add(column.name())) {
      throw tokens
          .source()
          .error(
              ErrorCode.DUPLICATE_COLUMN,
              "column " + SqlException.quote(column.name()) + " specified more than once",
              parser.name());
    }
    elements.columns.add(column);
    elements.constraints.addAll(parser.constraints());
    elements.primaryKeys += parser.primaryKeys();
  }
}
