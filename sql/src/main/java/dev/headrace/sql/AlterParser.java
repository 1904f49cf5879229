package dev.headrace.sql;

import dev.headrace.sql.Statement.Drop;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE and its kin. */
final class AlterParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final TableParser tables;

  AlterParser(TokenCursor tokens) {
    this.tokens = tokens;
    this.tables = new TableParser(tokens);
  }

  Statement alter() {
    tokens.expect("alter");
    Token what = tokens.peek();
    return switch (TokenCursor.word(tokens.next())) {
      case "table" -> relation(Drop.Kind.TABLE);
      case "view" -> relation(Drop.Kind.VIEW);
      case "materialized" -> {
        tokens.expect("view");
        yield relation(Drop.Kind.MATERIALIZED_VIEW);
      }
      case "foreign" -> {
        tokens.expect("table");
        yield relation(Drop.Kind.SOURCE);
      }
      case "index" -> relation(Drop.Kind.INDEX);
      case "sequence" -> sequence();
      case "schema" -> schema();
      case "type" -> type();
      case "role", "user" -> new RoleParser(tokens).alter();
      case "database" -> new RoleParser(tokens).alterDatabase();
      case "source", "sink", "function", "extension", "domain", "system", "default", "trigger" ->
          throw tokens.unsupported("ALTER " + what.image.toUpperCase(Locale.ROOT), what);
      default -> throw tokens.syntaxError(what);
    };
  }

  private Statement relation(Drop.Kind kind) {
    boolean ifExists = tokens.ifExists();
    String name = tokens.tableName();
    Statement shared = shared(kind, ifExists, name);
    if (shared != null) {
      return shared;
    }
    if (kind == Drop.Kind.INDEX) {
      return index(ifExists, name);
    }
    List<AlterAction> actions = new ArrayList<>();
    do {
      actions.add(action(name));
    } while (tokens.accept(COMMA));
    return new Statement.AlterTable(kind, ifExists, name, List.copyOf(actions));
  }

  /** What ALTER INDEX says about its storage. */
  private Statement index(boolean ifExists, String name) {
    if ((tokens.at("set") || tokens.at("reset")) && tokens.peek(2).kind == LPAREN) {
      tokens.next();
      StorageParameters.skip(tokens, StorageParameters::isOfIndex);
    } else {
      tokens.expect("alter");
      tokens.accept("column");
      tokens.integer();
      tokens.expect("set", "statistics");
      tokens.integer();
    }
    return new Statement.AlterTable(
        Drop.Kind.INDEX, ifExists, name, List.of(new AlterAction.Inert()));
  }

  private Statement type() {
    String name = tokens.dottedName();
    if (tokens.accept("add", "value")) {
      boolean ifNotExists = tokens.ifNotExists();
      String label = tokens.string();
      boolean before = tokens.accept("before");
      Optional<String> neighbour =
          before || tokens.accept("after") ? Optional.of(tokens.string()) : Optional.empty();
      return new Statement.AddLabel(name, ifNotExists, label, neighbour, before);
    }
    if (tokens.accept("rename", "value")) {
      String label = tokens.string();
      tokens.expect("to");
      return new Statement.RenameLabel(name, label, tokens.string());
    }
    Token at = tokens.peek();
    if (tokens.accept("rename", "to")) {
      return new Statement.Rename(Drop.Kind.TYPE, false, name, tokens.name());
    }
    if (tokens.at("rename") || tokens.at("add") || tokens.at("drop") || tokens.at("alter")) {
      throw tokens.unsupported("this ALTER TYPE", at);
    }
    Statement shared = shared(Drop.Kind.TYPE, false, name);
    if (shared == null) {
      throw tokens.syntaxError();
    }
    return shared;
  }

  /** RENAME, SET SCHEMA and OWNER TO, which stand alone; null for anything else. */
  private @Nullable Statement shared(Drop.Kind kind, boolean ifExists, String name) {
    if (tokens.accept("rename")) {
      return rename(kind, ifExists, name);
    }
    if (tokens.accept("set", "schema")) {
      return new Statement.SetSchema(kind, ifExists, name, tokens.name());
    }
    if (tokens.accept("owner", "to")) {
      return new Statement.SetOwner(kind, ifExists, name, RoleParser.role(tokens));
    }
    return null;
  }

  private Statement rename(Drop.Kind kind, boolean ifExists, String name) {
    if (tokens.accept("to")) {
      return new Statement.Rename(kind, ifExists, name, tokens.name());
    }
    if (tokens.accept("constraint")) {
      String constraint = tokens.name();
      tokens.expect("to");
      return new Statement.RenameConstraint(ifExists, name, constraint, tokens.name());
    }
    tokens.accept("column");
    String column = tokens.name();
    tokens.expect("to");
    return new Statement.RenameColumn(kind, ifExists, name, column, tokens.name());
  }

  private AlterAction action(String table) {
    Token at = tokens.peek();
    AlterAction inert = inert();
    if (inert != null) {
      return inert;
    }
    return switch (TokenCursor.word(at)) {
      case "add" -> add(table);
      case "drop" -> drop();
      case "alter" -> alterColumn(table);
      case "validate" -> {
        tokens.next();
        tokens.expect("constraint");
        yield new AlterAction.ValidateConstraint(tokens.name());
      }
      case "set",
          "reset",
          "enable",
          "disable",
          "force",
          "no",
          "inherit",
          "attach",
          "detach",
          "cluster",
          "replica" ->
          throw tokens.unsupported("ALTER TABLE ... " + at.image.toUpperCase(Locale.ROOT), at);
      default -> throw tokens.syntaxError();
    };
  }

  private @Nullable AlterAction inert() {
    if (tokens.accept("cluster", "on") || tokens.accept("replica", "identity", "using", "index")) {
      return new AlterAction.InertIndex(tokens.name());
    }
    if (tokens.at("set") || tokens.at("reset")) {
      if (tokens.peek(2).kind == LPAREN) {
        tokens.next();
        StorageParameters.skip(tokens, StorageParameters::isOfTable);
        return new AlterAction.Inert();
      }
    }
    boolean inert =
        tokens.accept("disable", "row", "level", "security")
            || tokens.accept("no", "force", "row", "level", "security")
            || tokens.accept("enable", "trigger", "user")
            || tokens.accept("disable", "trigger", "user")
            || tokens.accept("set", "without", "cluster")
            || tokens.accept("set", "without", "oids")
            || tokens.accept("set", "logged")
            || tokens.accept("set", "unlogged")
            || tokens.accept("replica", "identity", "default")
            || tokens.accept("replica", "identity", "full")
            || tokens.accept("replica", "identity", "nothing");
    return inert ? new AlterAction.Inert() : null;
  }

  private AlterAction add(String table) {
    tokens.expect("add");
    if (tables.atConstraint()) {
      TableConstraint constraint = tables.constraint(table, new ArrayList<>());
      return new AlterAction.AddConstraint(constraint, tokens.accept("not", "valid"));
    }
    tokens.accept("column");
    boolean ifNotExists = tokens.ifNotExists();
    ColumnParser parser = new ColumnParser(tokens, table);
    ColumnDefinition column = parser.column();
    return new AlterAction.AddColumn(ifNotExists, column, parser.constraints());
  }

  private AlterAction drop() {
    tokens.expect("drop");
    if (tokens.accept("constraint")) {
      boolean ifExists = tokens.ifExists();
      String name = tokens.name();
      return new AlterAction.DropConstraint(ifExists, name, tokens.cascade());
    }
    tokens.accept("column");
    boolean ifExists = tokens.ifExists();
    String name = tokens.name();
    return new AlterAction.DropColumn(ifExists, name, tokens.cascade());
  }

  private AlterAction alterColumn(String table) {
    tokens.expect("alter");
    tokens.accept("column");
    String column = tokens.name();
    if (tokens.accept("drop")) {
      return dropProperty(column);
    }
    if (tokens.accept("add", "generated")) {
      boolean always = tokens.accept("always");
      if (!always) {
        tokens.expect("by", "default");
      }
      tokens.expect("as", "identity");
      return new AlterAction.AddIdentity(
          column, new Generation.Identity(always, ColumnParser.identityOptions(tokens)));
    }
    if (tokens.accept("type") || tokens.accept("set", "data", "type")) {
      return type(table, column);
    }
    if (tokens.accept("set", "not", "null")) {
      return new AlterAction.SetNotNull(column, true);
    }
    if (tokens.accept("set", "default")) {
      return new AlterAction.SetDefault(column, Optional.of(tokens.expression()));
    }
    if (acceptInertColumn()) {
      return new AlterAction.InertColumn(column);
    }
    return setIdentity(column);
  }

  private boolean acceptInertColumn() {
    if (tokens.accept("set", "statistics")) {
      tokens.integer();
    } else if (tokens.accept("set", "storage") || tokens.accept("set", "compression")) {
      if (!tokens.accept("default")) {
        tokens.name();
      }
    } else if ((tokens.at("set") || tokens.at("reset")) && tokens.peek(2).kind == LPAREN) {
      tokens.next();
      StorageParameters.skip(tokens, StorageParameters::isOfColumn);
    } else {
      return false;
    }
    return true;
  }

  private AlterAction dropProperty(String column) {
    if (tokens.accept("default")) {
      return new AlterAction.SetDefault(column, Optional.empty());
    }
    if (tokens.accept("not", "null")) {
      return new AlterAction.SetNotNull(column, false);
    }
    if (tokens.accept("expression")) {
      return new AlterAction.DropExpression(column, tokens.ifExists());
    }
    tokens.expect("identity");
    return new AlterAction.DropIdentity(column, tokens.ifExists());
  }

  private AlterAction type(String table, String column) {
    WrittenType type = TypeNames.written(tokens.type(), tokens.source());
    Collations.accept(tokens, type);
    Optional<ParsedExpression> using =
        tokens.accept("using")
            ? Optional.of(TableQualifiers.removed(tokens.expression(), table))
            : Optional.empty();
    return new AlterAction.SetType(column, type, using);
  }

  /** {@code SET GENERATED ...}, {@code SET INCREMENT 2}, {@code RESTART}, several of them. */
  private AlterAction setIdentity(String column) {
    SequenceParser options = new SequenceParser(tokens);
    Optional<Boolean> always = Optional.empty();
    int found = 0;
    while (true) {
      if (tokens.accept("set", "generated")) {
        always = Optional.of(tokens.accept("always"));
        if (!always.get()) {
          tokens.expect("by", "default");
        }
      } else if (tokens.accept("set")) {
        if (!options.option(false)) {
          throw tokens.syntaxError();
        }
      } else if (!tokens.at("restart") || !options.option(false)) {
        break;
      }
      found++;
    }
    if (found == 0) {
      throw tokens.syntaxError();
    }
    return new AlterAction.SetIdentity(column, always, options.build());
  }

  private Statement sequence() {
    boolean ifExists = tokens.ifExists();
    String name = tokens.dottedName();
    Statement shared = shared(Drop.Kind.SEQUENCE, ifExists, name);
    if (shared != null) {
      return shared;
    }
    SequenceOptions options = new SequenceParser(tokens).options();
    if (options.equals(SequenceOptions.NONE)) {
      throw tokens.syntaxError();
    }
    return new Statement.AlterSequence(name, ifExists, options);
  }

  private Statement schema() {
    String name = tokens.name();
    if (tokens.accept("rename", "to")) {
      return new Statement.Rename(Drop.Kind.SCHEMA, false, name, tokens.name());
    }
    tokens.expect("owner", "to");
    return new Statement.SetOwner(Drop.Kind.SCHEMA, false, name, RoleParser.role(tokens));
  }
}
