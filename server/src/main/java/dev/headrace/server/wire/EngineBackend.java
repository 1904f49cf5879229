package dev.headrace.server.wire;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.Backend;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ConnectionRequest;

/** A database for PostgreSQL clients. Any user and any database name are welcome: there is one. */
public final class EngineBackend implements Backend {
  private final Headrace database;

  public EngineBackend(Headrace database) {
    this.database = database;
  }

  @Override
  public Connection connect(ConnectionRequest request, Client client) {
    return new EngineConnection(database, request, client);
  }
}
