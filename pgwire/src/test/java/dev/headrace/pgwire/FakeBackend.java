package dev.headrace.pgwire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A database for tests without tables: {@link FakeConnection} lists what it understands. It keeps a
 * journal of what was inserted by transactions that committed.
 */
final class FakeBackend implements Backend {
  final List<String> committed = new CopyOnWriteArrayList<>();
  final List<ConnectionRequest> requests = new CopyOnWriteArrayList<>();
  final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
  final List<Client> listeners = new CopyOnWriteArrayList<>();
  volatile Duration idleLimit = Duration.ZERO;

  @Override
  public Connection connect(ConnectionRequest request, Client client) {
    if (request.database().equals("nowhere")) {
      throw new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"nowhere\" does not exist");
    }
    if (request.database().equals("broken")) {
      throw new IllegalStateException("no more disks");
    }
    requests.add(request);
    FakeConnection connection = new FakeConnection(this, request, client);
    connections.add(connection);
    return connection;
  }

  /** Waits until all sessions have ended and says how many there were. */
  int awaitAllClosed() throws InterruptedException {
    for (FakeConnection connection : new ArrayList<>(connections)) {
      connection.closed.await();
    }
    return connections.size();
  }
}
