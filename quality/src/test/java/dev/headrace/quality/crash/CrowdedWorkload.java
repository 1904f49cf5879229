package dev.headrace.quality.crash;

import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import dev.headrace.model.ErrorCode;
import dev.headrace.model.SqlException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process whose memory is too small: it inserts until there is none, three times over, and
 * then, when there is some more, takes half of it back. It prints what happens, a line each.
 */
final class CrowdedWorkload {
  static final int ROWS = 2000;

  /** What else the process needs memory for, for a while. */
  private static byte[] ballast = new byte[24 << 20];

  private CrowdedWorkload() {}

  /** Takes the database's directory. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    try (Headrace db = Headrace.open(Path.of(arguments[0]), Options.defaults().withWorkers(1));
        Session session = db.connect()) {
      session.execute("CREATE TABLE t (id int PRIMARY KEY, x text)");
      session.execute("CREATE INDEX t_x ON t (x)");
      session.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n FROM t");
      int committed = 0;
      for (int refusals = 0; refusals < 3; ) {
        try {
          insert(session, committed);
          committed++;
        } catch (SqlException e) {
          refusals++;
          out.println("refused " + e.code().sqlState());
        }
      }
      out.println("committed " + committed);
      out.println("rows " + session.query("SELECT count(*) FROM t").single());
      out.println("view " + view(session));
      out.println("ballast " + ballast.length);
      ballast = new byte[0];
      int removed = committed / 2;
      for (int batch = 0; batch < removed; batch++) {
        session.execute("DELETE FROM t WHERE id / " + ROWS + " = " + batch);
      }
      insert(session, committed);
      out.println("rows " + session.query("SELECT count(*) FROM t").single());
      out.println("view " + view(session));
      out.println("expected " + (committed - removed + 1));
    }
    out.println("closed");
  }

  private static void insert(Session session, int number) {
    session.execute(
        "INSERT INTO t SELECT n, 'text ' || repeat('x', 80) || n FROM generate_series(%d, %d) AS s (n)"
            .formatted(number * ROWS, number * ROWS + ROWS - 1));
  }

  /** What the view says, or that it does not. */
  private static String view(Session session) {
    try {
      return String.valueOf(session.query("SELECT n FROM v").single());
    } catch (SqlException e) {
      if (e.code() != ErrorCode.OUT_OF_MEMORY) {
        throw e;
      }
      return "refused";
    }
  }
}
