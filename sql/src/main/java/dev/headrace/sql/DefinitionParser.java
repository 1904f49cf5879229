package dev.headrace.sql;

import dev.headrace.sql.Statement.CommentTarget;
import dev.headrace.sql.Statement.Drop;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CREATE, DROP, TRUNCATE, COMMENT. */
final class DefinitionParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final TableParser tables;

  DefinitionParser(TokenCursor tokens) {
    this.tokens = tokens;
    this.tables = new TableParser(tokens);
  }

  Statement create() {
    tokens.expect("create");
    boolean replace = tokens.accept("or", "replace");
    boolean temporary = temporary();
    Token what = tokens.peek();
    if (tokens.accept("materialized", "view")) {
      return view(replace, true, temporary);
    }
    String word = TokenCursor.word(tokens.next());
    if (word.equals("view")) {
      return view(replace, false, temporary);
    }
    if (replace) {
      throw tokens.syntaxError(what);
    }
    return switch (word) {
      case "table" -> tables.table(false, temporary);
      case "sequence" -> sequence(temporary);
      default -> {
        if (temporary) {
          throw tokens.syntaxError(what);
        }
        yield permanent(word, what);
      }
    };
  }

  /** TEMP, with the words that mean nothing to PostgreSQL either; UNLOGGED is like permanent. */
  private boolean temporary() {
    if (tokens.accept("unlogged")) {
      return false;
    }
    boolean scoped = tokens.accept("global") || tokens.accept("local");
    boolean temporary = tokens.accept("temporary") || tokens.accept("temp");
    if (scoped && !temporary) {
      throw tokens.syntaxError();
    }
    return temporary;
  }

  private Statement permanent(String word, Token what) {
    return switch (word) {
      case "source" -> tables.table(true, false);
      case "foreign" -> {
        tokens.expect("table");
        yield tables.table(true, false);
      }
      case "sink" -> sink();
      case "index" -> index(false);
      case "unique" -> {
        tokens.expect("index");
        yield index(true);
      }
      case "schema" -> schema();
      case "role", "user" -> new RoleParser(tokens).create(word.equals("user"));
      case "type" -> type();
      case "extension" -> extension();
      case "function", "procedure", "database", "trigger", "domain", "aggregate", "recursive" ->
          throw tokens.unsupported("CREATE " + what.image.toUpperCase(Locale.ROOT), what);
      default -> throw tokens.syntaxError(what);
    };
  }

  private Statement extension() {
    boolean ifNotExists = tokens.ifNotExists();
    String name = tokens.name();
    tokens.accept("with");
    if (tokens.accept("schema")) {
      tokens.name();
    }
    if (tokens.accept("version")) {
      if (tokens.atString()) {
        tokens.string();
      } else {
        tokens.name();
      }
    }
    tokens.accept("cascade");
    return new Statement.CreateExtension(name, ifNotExists);
  }

  private Statement view(boolean replace, boolean materialized, boolean temporary) {
    boolean ifNotExists = tokens.ifNotExists();
    String name = tokens.dottedName();
    List<String> columns = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
    viewParameters(materialized);
    tokens.expect("as");
    int start = tokens.start(tokens.peek());
    WithParser.requireQuery(tokens, "views must not contain data-modifying statements in WITH");
    ParsedQuery query = tokens.query();
    String text = tokens.source().text().substring(start, tokens.lastEnd());
    if (tokens.at("with", "check") || tokens.at("with", "local") || tokens.at("with", "cascaded")) {
      throw tokens.unsupported("WITH CHECK OPTION", tokens.peek());
    }
    // a view always has its rows; dumps make it without them and refresh it when all are there
    if (materialized && !tokens.accept("with", "no", "data")) {
      tokens.accept("with", "data");
    }
    return new Statement.CreateView(
        name, replace, materialized, temporary, ifNotExists, columns, query, text, start);
  }

  private void viewParameters(boolean materialized) {
    Token at = tokens.peek();
    Set<String> names = Options.with(tokens).keySet();
    if (!materialized && names.contains("check_option")) {
      throw tokens.unsupported("WITH CHECK OPTION", at);
    }
    StorageParameters.requireKnown(
        names, materialized ? StorageParameters::isOfTable : StorageParameters::isOfView);
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

  private Statement sequence(boolean temporary) {
    boolean ifNotExists = tokens.ifNotExists();
    String name = tokens.dottedName();
    return new Statement.CreateSequence(
        name, ifNotExists, temporary, new SequenceParser(tokens).options());
  }

  private Statement schema() {
    boolean ifNotExists = tokens.ifNotExists();
    Optional<String> name = Optional.empty();
    if (!tokens.at("authorization")) {
      name = Optional.of(tokens.name());
    }
    Optional<String> owner =
        tokens.accept("authorization") ? Optional.of(RoleParser.role(tokens)) : Optional.empty();
    if (tokens.at("create") || tokens.at("grant")) {
      throw tokens.unsupported("a schema element in CREATE SCHEMA", tokens.peek());
    }
    String named = name.or(() -> owner).orElseThrow(tokens::syntaxError);
    return new Statement.CreateSchema(named, ifNotExists, owner);
  }

  private Statement type() {
    Token what = tokens.peek();
    String name = tokens.dottedName();
    if (!tokens.accept("as", "enum")) {
      throw tokens.unsupported("CREATE TYPE of this kind", what);
    }
    List<String> labels = new ArrayList<>();
    tokens.expect(LPAREN);
    if (!tokens.at(RPAREN)) {
      do {
        labels.add(tokens.string());
      } while (tokens.accept(COMMA));
    }
    tokens.expect(RPAREN);
    return new Statement.CreateEnum(name, List.copyOf(labels));
  }

  // ---- indexes

  private Statement index(boolean unique) {
    boolean concurrently = tokens.accept("concurrently");
    boolean ifNotExists = tokens.ifNotExists();
    Optional<String> name = tokens.at("on") ? Optional.empty() : Optional.of(tokens.name());
    if (ifNotExists && name.isEmpty()) {
      throw tokens.syntaxError();
    }
    tokens.expect("on");
    String table = tokens.tableName();
    String method = tokens.accept("using") ? tokens.name() : "btree";
    List<IndexKey> keys = new ArrayList<>();
    tokens.expect(LPAREN);
    do {
      keys.add(indexKey(table));
    } while (tokens.accept(COMMA));
    tokens.expect(RPAREN);
    List<String> include = tokens.accept("include") ? tokens.parenthesizedNames() : List.of();
    boolean distinct = ColumnParser.nullsDistinct(tokens);
    Map<String, String> options = Options.with(tokens);
    Optional<ParsedExpression> where =
        tokens.accept("where")
            ? Optional.of(TableQualifiers.removed(tokens.expression(), table))
            : Optional.empty();
    return new Statement.CreateIndex(
        name,
        ifNotExists,
        unique,
        concurrently,
        table,
        method,
        List.copyOf(keys),
        List.copyOf(include),
        distinct,
        options,
        where);
  }

  private IndexKey indexKey(String table) {
    Optional<String> column = Optional.empty();
    int behind = tokens.peek(2).kind;
    if (tokens.atName() && behind != LPAREN && behind != DOT) {
      column = Optional.of(columnName());
    }
    ParsedExpression expression = TableQualifiers.removed(tokens.indexExpression(), table);
    Collations.acceptName(tokens);
    if (tokens.atName() && !tokens.at("nulls")) {
      operatorClass();
    }
    boolean descending = tokens.accept("desc");
    if (!descending) {
      tokens.accept("asc");
    }
    Optional<Boolean> nullsFirst = Optional.empty();
    if (tokens.accept("nulls")) {
      nullsFirst = Optional.of(tokens.accept("first"));
      if (!nullsFirst.get()) {
        tokens.expect("last");
      }
    }
    return new IndexKey(column, expression, descending, nullsFirst);
  }

  private String columnName() {
    Token token = tokens.peek();
    return token.kind == QUOTED_IDENTIFIER
        ? token.image.substring(1, token.image.length() - 1).replace("\"\"", "\"")
        : token.image.toLowerCase(Locale.ROOT);
  }

  /** Orders are the types' own, which is what these stand for. */
  private void operatorClass() {
    Token at = tokens.peek();
    String name = tokens.name();
    if (!name.endsWith("_ops")) {
      throw tokens.syntaxError(at);
    }
  }

  // ---- DROP, TRUNCATE

  Statement drop() {
    tokens.expect("drop");
    if (tokens.accept("extension")) {
      boolean optional = tokens.ifExists();
      List<String> extensions = names();
      tokens.cascade();
      return new Statement.DropExtension(extensions, optional);
    }
    Token what = tokens.peek();
    Drop.Kind kind =
        switch (TokenCursor.word(tokens.next())) {
          case "table" -> Drop.Kind.TABLE;
          case "source" -> Drop.Kind.SOURCE;
          case "foreign" -> {
            tokens.expect("table");
            yield Drop.Kind.SOURCE;
          }
          case "view" -> Drop.Kind.VIEW;
          case "sink" -> Drop.Kind.SINK;
          case "index" -> Drop.Kind.INDEX;
          case "sequence" -> Drop.Kind.SEQUENCE;
          case "schema" -> Drop.Kind.SCHEMA;
          case "role", "user" -> Drop.Kind.ROLE;
          case "type" -> Drop.Kind.TYPE;
          case "materialized" -> {
            tokens.expect("view");
            yield Drop.Kind.MATERIALIZED_VIEW;
          }
          case "function", "database", "domain", "trigger", "owned" ->
              throw tokens.unsupported("DROP " + what.image.toUpperCase(Locale.ROOT), what);
          default -> throw tokens.syntaxError(what);
        };
    if (kind == Drop.Kind.INDEX) {
      tokens.accept("concurrently");
    }
    boolean ifExists = tokens.ifExists();
    boolean qualifiable = kind != Drop.Kind.SCHEMA && kind != Drop.Kind.ROLE;
    List<String> names = qualifiable ? tokens.dottedNames() : names();
    return new Drop(kind, ifExists, names, tokens.cascade());
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.name());
    } while (tokens.accept(COMMA));
    return names;
  }

  Statement truncate() {
    tokens.expect("truncate");
    tokens.accept("table");
    List<String> names = tokens.tableNames();
    boolean restart = tokens.accept("restart");
    if (restart || tokens.accept("continue")) {
      tokens.expect("identity");
    }
    return new Statement.Truncate(names, restart, tokens.cascade());
  }

  // ---- COMMENT

  Statement comment() {
    tokens.expect("comment", "on");
    Token what = tokens.peek();
    CommentTarget target =
        switch (TokenCursor.word(tokens.next())) {
          case "table" -> CommentTarget.TABLE;
          case "view" -> CommentTarget.VIEW;
          case "column" -> CommentTarget.COLUMN;
          case "constraint" -> CommentTarget.CONSTRAINT;
          case "index" -> CommentTarget.INDEX;
          case "sequence" -> CommentTarget.SEQUENCE;
          case "schema" -> CommentTarget.SCHEMA;
          case "database" -> CommentTarget.DATABASE;
          case "role" -> CommentTarget.ROLE;
          case "type" -> CommentTarget.TYPE;
          case "materialized" -> {
            tokens.expect("view");
            yield CommentTarget.MATERIALIZED_VIEW;
          }
          case "function", "extension", "domain", "trigger" ->
              throw tokens.unsupported("COMMENT ON " + what.image.toUpperCase(Locale.ROOT), what);
          default -> throw tokens.syntaxError(what);
        };
    String name =
        switch (target) {
          case SCHEMA, DATABASE, ROLE -> tokens.name();
          case TABLE, VIEW, MATERIALIZED_VIEW, COLUMN, CONSTRAINT, INDEX, SEQUENCE, TYPE ->
              tokens.dottedName();
        };
    Optional<String> part = Optional.empty();
    if (target == CommentTarget.COLUMN) {
      List<String> parts = ObjectName.parts(name);
      if (parts.size() == 1) {
        throw tokens
            .source()
            .error(
                dev.headrace.model.ErrorCode.SYNTAX_ERROR,
                "column name must be qualified",
                tokens.place(what));
      }
      part = Optional.of(parts.getLast());
      name = ObjectName.of(parts.subList(0, parts.size() - 1));
    } else if (target == CommentTarget.CONSTRAINT) {
      part = Optional.of(ObjectName.simple(name));
      tokens.expect("on");
      name = tokens.dottedName();
    }
    tokens.expect("is");
    Optional<String> text = tokens.accept("null") ? Optional.empty() : Optional.of(tokens.string());
    return new Statement.Comment(target, name, part, text);
  }
}
