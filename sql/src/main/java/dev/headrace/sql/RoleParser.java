package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Roles, GRANT and REVOKE. */
final class RoleParser implements HeadraceParserConstants {
  private final TokenCursor tokens;
  private final Map<String, Boolean> flags = new HashMap<>();
  private final List<String> memberOf = new ArrayList<>();
  private RoleOptions.@Nullable Password password;
  private @Nullable Long connectionLimit;
  private @Nullable String validUntil;

  RoleParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** The name of a role, or a word for the current one. */
  static String role(TokenCursor tokens) {
    return switch (TokenCursor.word(tokens.peek())) {
      case "current_user", "session_user", "current_role" -> TokenCursor.word(tokens.next());
      default -> tokens.name();
    };
  }

  /** Behind {@code CREATE ROLE} or {@code CREATE USER}. */
  Statement create(boolean user) {
    String name = tokens.name();
    if (user) {
      flags.put("login", true);
    }
    return new Statement.CreateRole(name, options());
  }

  /** Behind {@code ALTER ROLE} or {@code ALTER USER}. */
  Statement alter() {
    Optional<String> role = tokens.accept("all") ? Optional.empty() : Optional.of(role(tokens));
    boolean inDatabase = tokens.accept("in", "database");
    if (inDatabase) {
      tokens.name();
    }
    if (inDatabase || role.isEmpty() || tokens.at("set") || tokens.at("reset")) {
      return sessionDefault(role, inDatabase);
    }
    String name = role.get();
    if (tokens.accept("rename", "to")) {
      return new Statement.Rename(Statement.Drop.Kind.ROLE, false, name, tokens.name());
    }
    return new Statement.AlterRole(name, options());
  }

  /** Behind {@code ALTER DATABASE}. Whatever its name, it is the one that there is. */
  Statement alterDatabase() {
    Token at = tokens.peek();
    tokens.name();
    if (tokens.at("set") || tokens.at("reset")) {
      return sessionDefault(Optional.empty(), true);
    }
    throw tokens.unsupported("this form of ALTER DATABASE", at);
  }

  private Statement sessionDefault(Optional<String> role, boolean ofDatabase) {
    ParameterParser parameters = new ParameterParser(tokens);
    if (tokens.accept("reset")) {
      String name = parameters.reset().name();
      return new Statement.AlterSessionDefault(
          role, ofDatabase, name, new Statement.SessionDefault.Reset());
    }
    tokens.expect("set");
    if (TokenCursor.word(tokens.peek(2)).equals("from")) {
      String name = parameters.name();
      tokens.expect("from");
      tokens.expect("current");
      return new Statement.AlterSessionDefault(
          role, ofDatabase, name, new Statement.SessionDefault.Current());
    }
    Statement.SetParameter set = parameters.set(false);
    return new Statement.AlterSessionDefault(
        role,
        ofDatabase,
        set.name(),
        set.value() == null
            ? new Statement.SessionDefault.Reset()
            : new Statement.SessionDefault.Value(set.value()));
  }

  private RoleOptions options() {
    tokens.accept("with");
    while (option()) {
      // the next
    }
    return new RoleOptions(
        flag("login"),
        flag("superuser"),
        flag("createdb"),
        flag("createrole"),
        flag("inherit"),
        flag("replication"),
        Optional.ofNullable(password),
        Optional.ofNullable(connectionLimit),
        Optional.ofNullable(validUntil),
        memberOf);
  }

  private Optional<Boolean> flag(String name) {
    return Optional.ofNullable(flags.get(name));
  }

  private boolean option() {
    Token at = tokens.peek();
    String word = TokenCursor.word(at);
    switch (word) {
      case "login",
          "superuser",
          "createdb",
          "createrole",
          "inherit",
          "replication",
          "bypassrls" -> {
        tokens.next();
        flags.put(word, true);
      }
      case "nologin",
          "nosuperuser",
          "nocreatedb",
          "nocreaterole",
          "noinherit",
          "noreplication",
          "nobypassrls" -> {
        tokens.next();
        flags.put(word.substring(2), false);
      }
      case "encrypted" -> {
        tokens.next();
        tokens.expect("password");
        password = new RoleOptions.Password(Optional.of(tokens.string()));
      }
      case "password" -> {
        tokens.next();
        password =
            new RoleOptions.Password(
                tokens.accept("null") ? Optional.empty() : Optional.of(tokens.string()));
      }
      case "connection" -> {
        tokens.next();
        tokens.expect("limit");
        connectionLimit = tokens.integer();
      }
      case "valid" -> {
        tokens.next();
        tokens.expect("until");
        validUntil = tokens.string();
      }
      case "in" -> {
        tokens.next();
        tokens.expect("role");
        memberOf.addAll(roles());
      }
      case "" -> {
        return false;
      }
      default ->
          throw new SqlException(
                  ErrorCode.SYNTAX_ERROR, "unrecognized role option " + SqlException.quote(word))
              .withPosition(tokens.source().position(tokens.start(at)));
    }
    return true;
  }

  private List<String> roles() {
    List<String> roles = new ArrayList<>();
    do {
      tokens.accept("group");
      roles.add(role(tokens));
    } while (tokens.accept(COMMA));
    return List.copyOf(roles);
  }

  Statement grant() {
    tokens.expect("grant");
    return granted(false, false);
  }

  Statement revoke() {
    tokens.expect("revoke");
    boolean option =
        tokens.accept("grant", "option", "for") || tokens.accept("admin", "option", "for");
    return granted(true, option);
  }

  private Statement granted(boolean revoke, boolean optionFor) {
    List<String> privileges = privileges();
    String direction = revoke ? "from" : "to";
    if (!tokens.accept("on")) {
      tokens.expect(direction);
      List<String> roles = roles();
      boolean option = optionFor || tokens.accept("with", "admin", "option");
      tokens.cascade();
      return new Statement.GrantRole(revoke, privileges, roles, option);
    }
    boolean all = tokens.accept("all");
    String kind = kind();
    if (all) {
      tokens.expect("in", "schema");
    }
    List<String> names = tokens.dottedNames();
    tokens.expect(direction);
    List<String> roles = roles();
    boolean option = optionFor || (!revoke && tokens.accept("with", "grant", "option"));
    List<String> listed = privileges.equals(List.of("all")) ? List.of() : privileges;
    return new Statement.Grant(revoke, listed, kind, all, names, roles, option, tokens.cascade());
  }

  /** Words with an optional list of columns, which counts as the whole table. */
  private List<String> privileges() {
    List<String> privileges = new ArrayList<>();
    do {
      Token at = tokens.peek();
      String word = tokens.at(QUOTED_IDENTIFIER) ? tokens.name() : TokenCursor.word(tokens.next());
      if (word.isEmpty()) {
        throw tokens.syntaxError(at);
      }
      if (word.equals("all")) {
        tokens.accept("privileges");
      }
      if (tokens.at(LPAREN)) {
        throw tokens.unsupported("a privilege on columns", tokens.peek());
      }
      privileges.add(word);
    } while (tokens.accept(COMMA));
    return List.copyOf(privileges);
  }

  private String kind() {
    String word = TokenCursor.word(tokens.peek());
    return switch (word) {
      case "table", "sequence", "database", "schema", "function", "language", "type" -> {
        tokens.next();
        yield word;
      }
      case "tables", "sequences", "functions" -> {
        tokens.next();
        yield word.substring(0, word.length() - 1);
      }
      default -> "table";
    };
  }
}
