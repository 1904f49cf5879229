package dev.headrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.engine.Headrace;
import dev.headrace.pgwire.PgWireServer;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** COPY by clients of PostgreSQL. */
final class CopyClientsTest {
  private final Headrace database = Headrace.inMemory();
  private final PgWireServer server = Servers.start(database, "127.0.0.1", 0);
  private Connection connection;
  private CopyManager copy;

  @BeforeEach
  void connect() throws SQLException {
    connection =
        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/d?user=ada");
    copy = connection.unwrap(PGConnection.class).getCopyAPI();
    database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    server.close();
    database.close();
  }

  @Test
  void pgjdbcCopiesInAndOut() throws Exception {
    assertThat(copy.copyIn("COPY t FROM STDIN (FORMAT csv)", new StringReader("1,x\n2,\"y,z\"\n")))
        .isEqualTo(2);
    StringWriter out = new StringWriter();
    assertThat(copy.copyOut("COPY (SELECT * FROM t ORDER BY a) TO STDOUT", out)).isEqualTo(2);
    assertThat(out).hasToString("1\tx\n2\ty,z\n");
  }

  @Test
  void anErrorLeavesTheConnectionUsable() throws Exception {
    assertThatThrownBy(
            () ->
                copy.copyIn(
                    "COPY t FROM STDIN",
                    new ByteArrayInputStream("1\tx\n1x\ty\n".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
    CopyIn half = copy.copyIn("COPY t FROM STDIN");
    byte[] bytes = "1\tx\n".getBytes(StandardCharsets.UTF_8);
    half.writeToCopy(bytes, 0, bytes.length);
    half.cancelCopy();
    assertThat(copy.copyIn("COPY t FROM STDIN", new StringReader("1\tx\n"))).isEqualTo(1);
  }

  @Test
  void psqlCopiesFiles(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("in.csv"), "a,b\n1,x\n2,\n");
    Process psql =
        new ProcessBuilder(
                "psql",
                "-XAtq",
                "-d",
                "postgresql://ada@127.0.0.1:" + server.port() + "/d",
                "-c",
                "\\copy t from '" + file + "' csv header",
                "-c",
                "\\copy t to stdout",
                "-c",
                "COPY t FROM STDIN (FORMAT csv)")
            .redirectErrorStream(true)
            .start();
    try (var stdin = psql.getOutputStream()) {
      stdin.write("3,z\n1,again\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            1\tx
            2\t\\N
            ERROR:  duplicate key value violates unique constraint "t_pkey"
            DETAIL:  Key (a)=(1) already exists.
            CONTEXT:  COPY t
            """);
  }
}
