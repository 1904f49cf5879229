package dev.headrace.pgwire;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it connected.
 *
 * @param user name of the user
 * @param database name of the database; the user's name if the client gave none
 * @param parameters run-time parameters to be set at the start, in the client's order, as the
 *     client spelt them, those of the {@code options} parameter included
 * @param processId what the client believes to be its server process; unique among live sessions
 * @param address where the client is, or null if that is not known
 */
public record ConnectionRequest(
    String user,
    String database,
    Map<String, String> parameters,
    int processId,
    @Nullable InetSocketAddress address) {
  public ConnectionRequest {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(database, "database");
    parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
  }
}
