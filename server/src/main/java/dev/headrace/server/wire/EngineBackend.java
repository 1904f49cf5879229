package dev.headrace.server.wire;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.statement.StatementRunner;
import dev.headrace.pgwire.Backend;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ConnectionRequest;

/** Opens a session of a database for every client. */
public final class EngineBackend implements Backend {
  private final Headrace headrace;

  public EngineBackend(Headrace headrace) {
    this.headrace = headrace;
  }

  @Override
  public Connection connect(ConnectionRequest request, Client client) {
    StatementRunner runner = headrace.newRunner();
    request.parameters().forEach((name, value) -> runner.parameters().set(name, value, false));
    return new EngineConnection(runner, headrace.connectors(), client);
  }
}
