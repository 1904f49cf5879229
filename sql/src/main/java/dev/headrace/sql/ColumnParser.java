package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.model.SqlType;
import dev.headrace.sql.TableConstraint.Action;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** A column and what it says about itself, for CREATE TABLE and ALTER TABLE. */
final class ColumnParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final String table;
  private final List<TableConstraint> constraints = new ArrayList<>();

  private SqlIdentifier name =
      new SqlIdentifier("", org.apache.calcite.sql.parser.SqlParserPos.ZERO);
  private WrittenType type = WrittenType.of(SqlType.TEXT);
  private @Nullable Boolean notNull;
  private boolean primaryKey;
  private boolean unique;
  private @Nullable ParsedExpression defaultValue;
  private @Nullable ParsedExpression check;
  private @Nullable Generation generation;

  ColumnParser(TokenCursor tokens, String table) {
    this.tokens = tokens;
    this.table = table;
  }

  SqlIdentifier name() {
    return name;
  }

  /** Constraints of the column that stand beside its definition. */
  List<TableConstraint> constraints() {
    return List.copyOf(constraints);
  }

  /** How many primary keys the column declares. */
  int primaryKeys() {
    int named =
        (int) constraints.stream().filter(TableConstraint.PrimaryKey.class::isInstance).count();
    return named + (primaryKey ? 1 : 0);
  }

  ColumnDefinition column() {
    name = tokens.identifier();
    type = type();
    while (constraint()) {
      // the next
    }
    boolean keyed = primaryKeys() > 0;
    boolean generated = generation != null && !(generation instanceof Generation.Stored);
    if ((keyed || generated) && Boolean.FALSE.equals(notNull)) {
      throw conflicting("conflicting NULL/NOT NULL declarations for column ", name.getSimple());
    }
    return new ColumnDefinition(
        name.getSimple(),
        type,
        Boolean.TRUE.equals(notNull) || keyed || generated,
        Optional.ofNullable(defaultValue),
        Optional.ofNullable(check),
        primaryKey,
        unique,
        Optional.ofNullable(generation));
  }

  private WrittenType type() {
    SqlType serial =
        switch (TokenCursor.word(tokens.peek())) {
          case "serial", "serial4" -> SqlType.INTEGER;
          case "bigserial", "serial8" -> SqlType.BIGINT;
          case "smallserial", "serial2" -> SqlType.SMALLINT;
          default -> null;
        };
    if (serial == null) {
      return TypeNames.written(tokens.type(), tokens.source());
    }
    tokens.next();
    generation = new Generation.Serial();
    return WrittenType.of(serial);
  }

  private boolean constraint() {
    Optional<String> constraintName = constraintName(tokens);
    Token at = tokens.peek();
    if (tokens.accept("not", "null")) {
      nullable(false, at);
    } else if (tokens.accept("null")) {
      nullable(true, at);
    } else if (tokens.accept("default")) {
      single(at, false);
      defaultValue = tokens.expression();
    } else if (tokens.accept("primary", "key")) {
      key(constraintName);
    } else if (tokens.accept("unique")) {
      unique(constraintName);
    } else if (tokens.accept("check")) {
      check(constraintName);
    } else if (tokens.at("references")) {
      constraints.add(references(tokens, constraintName, List.of(name.getSimple())));
    } else if (tokens.accept("generated")) {
      Generation made = generated();
      single(at, made instanceof Generation.Identity);
      generation = made;
    } else if (constraintName.isEmpty() && tokens.at("collate")) {
      Collations.accept(tokens, type);
    } else if (constraintName.isPresent()) {
      throw tokens.syntaxError();
    } else {
      return false;
    }
    return true;
  }

  static Optional<String> constraintName(TokenCursor tokens) {
    return tokens.accept("constraint") ? Optional.of(tokens.name()) : Optional.empty();
  }

  private void nullable(boolean nullable, Token at) {
    if (notNull != null && notNull == nullable) {
      throw conflicting("conflicting NULL/NOT NULL declarations for column ", name.getSimple())
          .withPosition(tokens.source().position(tokens.start(at)));
    }
    notNull = !nullable;
  }

  private SqlException conflicting(String what, String column) {
    return new SqlException(
        ErrorCode.SYNTAX_ERROR,
        what + SqlException.quote(column) + " of table " + SqlException.quote(table));
  }

  private void single(Token at, boolean identity) {
    boolean before = generation instanceof Generation.Identity;
    if (defaultValue != null || generation != null) {
      throw conflicting(
              identity && before
                  ? "multiple identity specifications for column "
                  : identity || before
                      ? "both default and identity specified for column "
                      : "multiple default values specified for column ",
              name.getSimple())
          .withPosition(tokens.source().position(tokens.start(at)));
    }
  }

  private void key(Optional<String> constraintName) {
    if (constraintName.isEmpty() && !primaryKey) {
      primaryKey = true;
    } else {
      constraints.add(new TableConstraint.PrimaryKey(constraintName, List.of(name.getSimple())));
    }
    primaryKeyParameters(tokens);
  }

  private void unique(Optional<String> constraintName) {
    boolean distinct = nullsDistinct(tokens);
    Deferral deferral = indexParameters(tokens);
    if (constraintName.isEmpty() && distinct && !unique && !deferral.deferrable()) {
      unique = true;
    } else {
      constraints.add(
          new TableConstraint.Unique(
              constraintName, List.of(name.getSimple()), distinct, deferral));
    }
  }

  private void check(Optional<String> constraintName) {
    ParsedExpression condition = TableQualifiers.removed(tokens.parenthesizedExpression(), table);
    tokens.accept("no", "inherit");
    if (check == null && constraintName.isEmpty()) {
      check = condition;
    } else {
      constraints.add(new TableConstraint.Check(constraintName, condition));
    }
  }

  static boolean nullsDistinct(TokenCursor tokens) {
    if (tokens.accept("nulls")) {
      boolean distinct = !tokens.accept("not");
      tokens.expect("distinct");
      return distinct;
    }
    return true;
  }

  /** WITH, USING INDEX TABLESPACE and DEFERRABLE behind a key. */
  static Deferral indexParameters(TokenCursor tokens) {
    Options.with(tokens);
    if (tokens.accept("using", "index", "tablespace")) {
      tokens.name();
    }
    return deferral(tokens);
  }

  /** The same behind a primary key, by which rows are found before the commit as well. */
  static void primaryKeyParameters(TokenCursor tokens) {
    Token at = tokens.peek();
    if (indexParameters(tokens).deferrable()) {
      throw tokens.unsupported("a deferrable primary key", at);
    }
  }

  /** {@code REFERENCES table (columns) ...}. */
  static TableConstraint.ForeignKey references(
      TokenCursor tokens, Optional<String> constraintName, List<String> columns) {
    tokens.expect("references");
    String other = tokens.dottedName();
    List<String> referenced = tokens.at(LPAREN) ? tokens.parenthesizedNames() : List.of();
    boolean full = false;
    Action onDelete = Action.NO_ACTION;
    Action onUpdate = Action.NO_ACTION;
    while (true) {
      Token at = tokens.peek();
      if (tokens.accept("match")) {
        full = tokens.accept("full");
        if (!full && tokens.at("partial")) {
          throw tokens.unsupported("MATCH PARTIAL", at);
        }
        if (!full) {
          tokens.expect("simple");
        }
      } else if (tokens.accept("on", "delete")) {
        onDelete = action(tokens);
      } else if (tokens.accept("on", "update")) {
        onUpdate = action(tokens);
      } else {
        break;
      }
    }
    Deferral deferral = deferral(tokens);
    return new TableConstraint.ForeignKey(
        constraintName,
        columns,
        other,
        referenced,
        full,
        onDelete,
        onUpdate,
        deferral.deferrable(),
        deferral.initiallyDeferred());
  }

  private static Action action(TokenCursor tokens) {
    if (tokens.accept("no")) {
      tokens.expect("action");
      return Action.NO_ACTION;
    }
    if (tokens.accept("restrict")) {
      return Action.RESTRICT;
    }
    if (tokens.accept("cascade")) {
      return Action.CASCADE;
    }
    tokens.expect("set");
    if (tokens.accept("null")) {
      return Action.SET_NULL;
    }
    tokens.expect("default");
    return Action.SET_DEFAULT;
  }

  private static Deferral deferral(TokenCursor tokens) {
    Boolean deferrable = null;
    boolean deferred = false;
    while (true) {
      Token at = tokens.peek();
      if (tokens.accept("not", "deferrable")) {
        deferrable = false;
      } else if (tokens.accept("deferrable")) {
        deferrable = true;
      } else if (tokens.accept("initially", "deferred")) {
        deferred = true;
      } else if (!tokens.accept("initially", "immediate")) {
        return new Deferral(deferred || Boolean.TRUE.equals(deferrable), deferred);
      }
      if (deferred && Boolean.FALSE.equals(deferrable)) {
        throw new SqlException(
                ErrorCode.SYNTAX_ERROR, "constraint declared INITIALLY DEFERRED must be DEFERRABLE")
            .withPosition(tokens.source().position(tokens.start(at)));
      }
    }
  }

  private Generation generated() {
    Token how = tokens.peek();
    boolean always = tokens.accept("always");
    if (!always) {
      tokens.expect("by", "default");
    }
    tokens.expect("as");
    if (tokens.accept("identity")) {
      return new Generation.Identity(always, identityOptions(tokens));
    }
    Token at = tokens.peek();
    if (!always) {
      throw tokens
          .source()
          .error(
              ErrorCode.SYNTAX_ERROR,
              "for a generated column, GENERATED ALWAYS must be specified",
              tokens.place(how));
    }
    ParsedExpression expression = TableQualifiers.removed(tokens.parenthesizedExpression(), table);
    if (!tokens.accept("stored")) {
      throw tokens.at("virtual") ? tokens.unsupported("VIRTUAL", at) : tokens.syntaxError();
    }
    return new Generation.Stored(expression);
  }

  /** Options of an identity column's sequence, if there are any. */
  static SequenceOptions identityOptions(TokenCursor tokens) {
    if (!tokens.accept(LPAREN)) {
      return SequenceOptions.NONE;
    }
    SequenceOptions options = new SequenceParser(tokens).options();
    tokens.expect(RPAREN);
    return options;
  }
}
