package dev.headrace.sql;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.sql.Statement.Isolation;
import dev.headrace.sql.Statement.TransactionModes;
import dev.headrace.sql.grammar.HeadraceParserConstants;
import dev.headrace.sql.grammar.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Splits a text into statements, and parses those that are not definitions or changes of data. */
final class StatementParser implements HeadraceParserConstants {
  private static final String SESSION_AUTHORIZATION = "session_authorization";

  private final TokenCursor tokens;
  private final DefinitionParser definitions;
  private final DmlParser changes;
  private final SessionParser sessions;

  StatementParser(SourceText source) {
    tokens = new TokenCursor(source);
    definitions = new DefinitionParser(tokens);
    changes = new DmlParser(tokens);
    sessions = new SessionParser(tokens, this::statement);
  }

  List<ParsedStatement> statements() {
    List<ParsedStatement> statements = new ArrayList<>();
    while (true) {
      while (tokens.accept(SEMICOLON)) {
        // an empty statement
      }
      if (tokens.at(EOF)) {
        return List.copyOf(statements);
      }
      statements.add(statement());
      if (!tokens.at(SEMICOLON) && !tokens.at(EOF)) {
        throw tokens.syntaxErrorBehindExpression();
      }
    }
  }

  /** An expression that is all of the text. */
  ParsedExpression expression() {
    ParsedExpression expression = tokens.expression();
    tokens.expect(EOF);
    return expression;
  }

  private ParsedStatement statement() {
    int start = tokens.start(tokens.peek());
    Statement statement = body();
    return new ParsedStatement(
        statement, tokens.source().text().substring(start, tokens.lastEnd()), start);
  }

  private Statement body() {
    Token first = tokens.peek();
    if (first.kind == LPAREN) {
      return select();
    }
    return switch (TokenCursor.word(first)) {
      case "select", "values", "table" -> select();
      case "with" -> new WithParser(tokens, changes, this::select).statement();
      case "insert", "update", "delete", "merge" -> changes.change(null);
      case "create" -> definitions.create();
      case "alter" -> new AlterParser(tokens).alter();
      case "drop" -> definitions.drop();
      case "truncate" -> definitions.truncate();
      case "comment" -> definitions.comment();
      case "grant" -> new RoleParser(tokens).grant();
      case "revoke" -> new RoleParser(tokens).revoke();
      case "copy" -> new CopyParser(tokens, this::statement).copy();
      case "declare" -> sessions.declare();
      case "fetch" -> sessions.fetch(false);
      case "move" -> sessions.fetch(true);
      case "close" -> sessions.close();
      case "listen" -> sessions.listen();
      case "unlisten" -> sessions.unlisten();
      case "notify" -> sessions.notifyChannel();
      case "lock" -> sessions.lock();
      case "vacuum", "analyze", "analyse", "reindex", "cluster", "checkpoint" ->
          sessions.maintain();
      case "refresh" -> sessions.refresh();
      case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release" ->
          transaction();
      case "set" -> set();
      case "show" -> show();
      case "reset" -> reset();
      case "explain" -> explain();
      case "backup" -> backup();
      case "apply" -> applyProgram();
      case "subscribe" -> subscribe();
      case "prepare" -> prepare();
      case "execute" -> execute();
      case "deallocate" -> deallocate();
      case "discard" -> discard();
      case "call", "do" ->
          throw tokens.unsupported(
              TokenCursor.word(first).toUpperCase(java.util.Locale.ROOT), first);
      default -> throw tokens.syntaxError();
    };
  }

  private Statement backup() {
    tokens.next();
    tokens.expect("to");
    if (!tokens.at(QUOTED_STRING)) {
      throw tokens.syntaxError();
    }
    return new Statement.Backup(TokenCursor.stringValue(tokens.next()));
  }

  private Statement applyProgram() {
    tokens.next();
    tokens.expect("program");
    if (!tokens.at(QUOTED_STRING)) {
      throw tokens.syntaxError();
    }
    int start = tokens.start(tokens.peek());
    String program = TokenCursor.stringValue(tokens.next());
    int inner = tokens.source().text().substring(start, tokens.lastEnd()).indexOf(program);
    boolean dryRun = tokens.accept("dry");
    if (dryRun) {
      tokens.expect("run");
    }
    return new Statement.ApplyProgram(
        program, inner < 0 ? null : tokens.source().position(start + inner), dryRun);
  }

  private Statement select() {
    ParsedQuery query = tokens.query();
    return new Statement.Select(query, RowLockClauses.of(query.node()));
  }

  private Statement transaction() {
    return switch (TokenCursor.word(tokens.next())) {
      case "begin" -> {
        workOrTransaction();
        yield new Statement.Begin(modes(), false);
      }
      case "start" -> {
        tokens.expect("transaction");
        yield new Statement.Begin(modes(), true);
      }
      case "savepoint" -> new Statement.Savepoint(tokens.name());
      case "release" -> {
        tokens.accept("savepoint");
        yield new Statement.ReleaseSavepoint(tokens.name());
      }
      case "commit", "end" -> {
        twoPhase();
        workOrTransaction();
        yield new Statement.Commit(chain());
      }
      default -> rollback();
    };
  }

  private Statement rollback() {
    twoPhase();
    workOrTransaction();
    if (tokens.accept("to")) {
      tokens.accept("savepoint");
      return new Statement.RollbackTo(tokens.name());
    }
    return new Statement.Rollback(chain());
  }

  /** COMMIT PREPARED and ROLLBACK PREPARED: no transaction can be prepared. */
  private void twoPhase() {
    if (tokens.accept("prepared")) {
      throw new SqlException(
          ErrorCode.UNDEFINED_OBJECT,
          "prepared transaction with identifier "
              + SqlException.quote(tokens.string())
              + " does not exist");
    }
  }

  private void workOrTransaction() {
    if (!tokens.accept("work")) {
      tokens.accept("transaction");
    }
  }

  private boolean chain() {
    if (!tokens.accept("and")) {
      return false;
    }
    boolean chain = !tokens.accept("no");
    tokens.expect("chain");
    return chain;
  }

  private TransactionModes modes() {
    Optional<Isolation> isolation = Optional.empty();
    Optional<Boolean> readOnly = Optional.empty();
    Optional<Boolean> deferrable = Optional.empty();
    while (true) {
      if (tokens.accept("isolation")) {
        tokens.expect("level");
        isolation = Optional.of(isolation());
      } else if (tokens.accept("read", "only")) {
        readOnly = Optional.of(true);
      } else if (tokens.accept("read", "write")) {
        readOnly = Optional.of(false);
      } else if (tokens.accept("not", "deferrable")) {
        deferrable = Optional.of(false);
      } else if (tokens.accept("deferrable")) {
        deferrable = Optional.of(true);
      } else {
        return new TransactionModes(isolation, readOnly, deferrable);
      }
      tokens.accept(COMMA);
    }
  }

  private Isolation isolation() {
    if (tokens.accept("serializable")) {
      return Isolation.SERIALIZABLE;
    }
    if (tokens.accept("repeatable")) {
      tokens.expect("read");
      return Isolation.REPEATABLE_READ;
    }
    tokens.expect("read");
    if (tokens.accept("uncommitted")) {
      return Isolation.READ_UNCOMMITTED;
    }
    tokens.expect("committed");
    return Isolation.READ_COMMITTED;
  }

  private Statement set() {
    tokens.expect("set");
    if (tokens.accept("transaction")) {
      return setTransaction(false);
    }
    if (tokens.accept("session", "characteristics", "as", "transaction")) {
      return setTransaction(true);
    }
    if (tokens.accept("session", "authorization")) {
      return new Statement.SetParameter(
          SESSION_AUTHORIZATION, new ParameterParser(tokens).role(), false);
    }
    if (tokens.accept("constraints")) {
      return sessions.setConstraints();
    }
    boolean local = false;
    if (!tokens.accept("session")) {
      local = tokens.accept("local");
    }
    return new ParameterParser(tokens).set(local);
  }

  private Statement setTransaction(boolean session) {
    TransactionModes modes = modes();
    if (modes.equals(TransactionModes.NONE)) {
      throw tokens.syntaxError();
    }
    return new Statement.SetTransaction(modes, session);
  }

  private Statement show() {
    tokens.expect("show");
    if (tokens.accept("time", "zone")) {
      return new Statement.ShowParameter("timezone");
    }
    if (tokens.accept("transaction", "isolation", "level")) {
      return new Statement.ShowParameter("transaction_isolation");
    }
    return new Statement.ShowParameter(new ParameterParser(tokens).name());
  }

  private Statement reset() {
    tokens.expect("reset");
    if (tokens.accept("session", "authorization")) {
      return new Statement.ResetParameter(SESSION_AUTHORIZATION);
    }
    return new ParameterParser(tokens).reset();
  }

  private Statement explain() {
    tokens.expect("explain");
    Map<String, String> options = new LinkedHashMap<>();
    if (tokens.at(LPAREN) && isOption(tokens.peek(2))) {
      options.putAll(Options.list(tokens));
    } else {
      while (true) {
        if (tokens.accept("analyze")) {
          options.put("analyze", "true");
        } else if (tokens.accept("verbose")) {
          options.put("verbose", "true");
        } else {
          break;
        }
      }
    }
    if (tokens.accept("materialized")) {
      tokens.expect("view");
      return new Statement.ExplainView(Map.copyOf(options), tokens.dottedName());
    }
    return new Statement.Explain(Map.copyOf(options), statement());
  }

  private static boolean isOption(Token token) {
    return switch (TokenCursor.word(token)) {
      case "", "select", "values", "with", "table" -> false;
      default -> true;
    };
  }

  private Statement subscribe() {
    tokens.expect("subscribe");
    tokens.accept("to");
    boolean query =
        tokens.at(LPAREN) || tokens.at("select") || tokens.at("with") || tokens.at("values");
    return query
        ? new Statement.Subscribe(Optional.empty(), Optional.of(tokens.query()))
        : new Statement.Subscribe(Optional.of(tokens.dottedName()), Optional.empty());
  }

  private Statement prepare() {
    tokens.expect("prepare");
    if (tokens.at("transaction") && tokens.peek(2).kind == QUOTED_STRING) {
      throw new SqlException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "prepared transactions are disabled")
          .withHint("There are none.");
    }
    String name = tokens.name();
    List<WrittenType> types = new ArrayList<>();
    if (tokens.accept(LPAREN)) {
      do {
        types.add(TypeNames.written(tokens.type(), tokens.source()));
      } while (tokens.accept(COMMA));
      tokens.expect(RPAREN);
    }
    tokens.expect("as");
    return new Statement.Prepare(name, List.copyOf(types), statement());
  }

  private Statement execute() {
    tokens.expect("execute");
    String name = tokens.name();
    List<ParsedExpression> arguments = new ArrayList<>();
    if (tokens.accept(LPAREN)) {
      do {
        arguments.add(tokens.expression());
      } while (tokens.accept(COMMA));
      tokens.expect(RPAREN);
    }
    return new Statement.Execute(name, List.copyOf(arguments));
  }

  private Statement deallocate() {
    tokens.expect("deallocate");
    if (tokens.at("prepare") && tokens.peek(2).kind != SEMICOLON && tokens.peek(2).kind != EOF) {
      tokens.next();
    }
    return tokens.accept("all")
        ? new Statement.Deallocate(Optional.empty())
        : new Statement.Deallocate(Optional.of(tokens.name()));
  }

  private Statement discard() {
    tokens.expect("discard");
    for (String what : List.of("all", "plans", "sequences", "temp", "temporary")) {
      if (tokens.accept(what)) {
        return new Statement.Discard(what.equals("temporary") ? "temp" : what);
      }
    }
    throw tokens.syntaxError();
  }
}
