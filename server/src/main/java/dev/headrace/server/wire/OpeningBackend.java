package dev.headrace.server.wire;

import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import dev.headrace.pgwire.Authenticator;
import dev.headrace.pgwire.Backend;
import dev.headrace.pgwire.Client;
import dev.headrace.pgwire.Connection;
import dev.headrace.pgwire.ConnectionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The database of a server that listens already while it is being opened. Until it is there,
 * clients are told how far that has come, and that they should come again.
 */
public final class OpeningBackend implements Backend, Authenticator {
  private volatile @Nullable String progress;
  private volatile @Nullable Opened opened;

  private record Opened(Backend backend, Authenticator authenticator) {}

  /** Notes what opening has done last. */
  public void progress(String line) {
    progress = line;
  }

  /** The database is there: lets clients in. */
  public void opened(EngineBackend backend, ServerConfiguration configuration) {
    opened =
        new Opened(backend, Servers.authenticator(configuration.authentication(), backend.users()));
  }

  @Override
  public void requireReady() {
    ready();
  }

  private Opened ready() {
    Opened known = opened;
    if (known == null) {
      SqlException refusal =
          new SqlException(ErrorCode.CANNOT_CONNECT_NOW, "the database system is starting up");
      String last = progress;
      throw last == null ? refusal : refusal.withDetail("Last: " + last + ".");
    }
    return known;
  }

  @Override
  public void authenticate(ConnectionRequest request, Exchange exchange) {
    ready().authenticator.authenticate(request, exchange);
  }

  @Override
  public Connection connect(ConnectionRequest request, Client client) {
    return ready().backend.connect(request, client);
  }
}
