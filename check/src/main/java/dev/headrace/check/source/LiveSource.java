package dev.headrace.check.source;

import dev.headrace.check.postgres.DatabaseUrl;
import dev.headrace.check.postgres.PgConnection;
import dev.headrace.check.postgres.PgException;
import dev.headrace.check.postgres.Reply;
import dev.headrace.check.postgres.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Answers of a database that runs. However many statements there are, it takes a handful of round
 * trips: to connect, for the catalog, for all descriptions.
 */
final class LiveSource implements Source {
  private static final String VERSION = "SELECT version()";

  private final DatabaseUrl url;
  private final Duration timeout;
  private final Background<Opened> opened;

  /** What is known of a database that was connected to. */
  private record Opened(PgConnection connection, LiveCatalog catalog, Describer describer) {}

  /** Asks one kind of server about statements. */
  interface Describer extends AutoCloseable {
    List<Answer> describe(List<Question> questions) throws PgException;

    @Override
    void close();
  }

  LiveSource(DatabaseUrl url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.opened = new Background<>(this::open, LiveSource::close);
  }

  @Override
  public void start() {
    opened.start();
  }

  @Override
  public List<Answer> describe(List<Question> questions) {
    try {
      return opened.get().describer().describe(questions);
    } catch (PgException e) {
      throw unavailable(e);
    }
  }

  private static SourceException unavailable(PgException e) {
    return new SourceException(
        String.valueOf(e.getMessage()),
        "Start the database or correct its URL; or check against migrations or prepared"
            + " statements, with the option "
            + Settings.SOURCE
            + ".");
  }

  private Opened open() {
    try {
      PgConnection connection = PgConnection.open(url, timeout);
      try {
        return open(connection);
      } catch (PgException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (PgException e) {
      throw unavailable(e);
    }
  }

  private Opened open(PgConnection connection) throws PgException {
    List<Request> requests = new ArrayList<>();
    requests.add(new Request.Rows("SET statement_timeout = " + timeout.toMillis()));
    requests.add(new Request.Rows(VERSION));
    requests.addAll(LiveCatalog.REQUESTS);
    List<Reply> replies = connection.run(requests);
    for (Reply reply : replies) {
      if (reply.error() != null) {
        throw new PgException(
            "the database at " + url.place() + " does not tell: " + reply.error().message());
      }
    }
    String version = Objects.requireNonNull(replies.get(1).rows().getFirst().getFirst());
    LiveCatalog catalog = LiveCatalog.of(replies.subList(2, replies.size()));
    Describer describer =
        version.contains("Headrace")
            ? new HeadraceDescriber(connection)
            : new PostgresDescriber(connection, catalog);
    return new Opened(connection, catalog, describer);
  }

  @Override
  public Fingerprint fingerprint() {
    return opened.get().catalog().fingerprint();
  }

  @Override
  public void close() {
    opened.close();
  }

  private static void close(Opened opened) {
    opened.describer().close();
    opened.connection().close();
  }
}
