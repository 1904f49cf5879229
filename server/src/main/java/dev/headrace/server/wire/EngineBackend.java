package dev.headrace.server.wire;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Users;
import dev.headrace.engine.statement.SessionParameters;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.Backend;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ConnectionRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A database for PostgreSQL clients. Any database name is welcome: there is one. Whether a user is
 * who he says is the authenticator's matter; a name that is no role's is a superuser, which happens
 * only where everybody is trusted.
 */
public final class EngineBackend implements Backend {
  private final Headrace database;
  private final Users users;
  private final Map<String, String> parameters;
  private final StatementStatistics statistics;
  private final ConcurrentMap<String, Integer> sessions = new ConcurrentHashMap<>();

  public EngineBackend(Headrace database) {
    this(database, Map.of());
  }

  /**
   * @param parameters initial values of session parameters
   * @throws SqlException if there is no such parameter, or it does not take the value
   */
  public EngineBackend(Headrace database, Map<String, String> parameters) {
    this.database = database;
    this.users = database.users();
    this.statistics = new StatementStatistics(database.statementTimes());
    this.parameters = Map.copyOf(parameters);
    SessionParameters trial = new SessionParameters();
    parameters.forEach(trial::setDefault);
  }

  Headrace database() {
    return database;
  }

  Map<String, String> parameters() {
    return parameters;
  }

  Users users() {
    return users;
  }

  /** What its sessions' statements have done so far. */
  public StatementStatistics statistics() {
    return statistics;
  }

  @Override
  public Connection connect(ConnectionRequest request, Client client) {
    Users.User user =
        users.find(request.user()).orElse(new Users.User(request.user(), true, true, -1));
    if (!user.login()) {
      throw new SqlException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
          "role " + SqlException.quote(user.name()) + " is not permitted to log in");
    }
    enter(user);
    try {
      return new EngineConnection(this, user, request, client);
    } catch (RuntimeException | Error e) {
      leave(user);
      throw e;
    }
  }

  private void enter(Users.User user) {
    sessions.compute(
        user.name(),
        (name, count) -> {
          int now = count == null ? 1 : count + 1;
          if (user.connectionLimit() >= 0 && now > user.connectionLimit()) {
            throw new SqlException(
                ErrorCode.TOO_MANY_CONNECTIONS,
                "too many connections for role " + SqlException.quote(name));
          }
          return now;
        });
  }

  /** A session of the user has ended. */
  void leave(Users.User user) {
    sessions.computeIfPresent(user.name(), (_, count) -> count == 1 ? null : count - 1);
  }
}
