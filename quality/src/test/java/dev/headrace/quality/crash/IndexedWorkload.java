package dev.headrace.quality.crash;

import dev.headrace.engine.Finding;
import dev.headrace.engine.Headrace;
import dev.headrace.engine.Options;
import dev.headrace.engine.Session;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process whose indexes are larger than its heap: it fills a table that has three, changes it,
 * looks things up in their orders, opens the database again and looks again. It prints the answers,
 * a line each.
 */
final class IndexedWorkload {
  static final int ROWS = 150_000;

  private static final int BATCH = 5_000;
  private static final long LIMIT = 12 << 20;

  private IndexedWorkload() {}

  /** Takes the database's directory. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    Options options = Options.defaults().withWorkers(1).withTableMemoryLimit(LIMIT);
    Path directory = Path.of(arguments[0]);
    try (Headrace db = Headrace.open(directory, options);
        Session session = db.connect()) {
      session.execute("CREATE TABLE t (id int PRIMARY KEY, k int, name text UNIQUE)");
      session.execute("CREATE INDEX t_k ON t (k, name)");
      for (int from = 0; from < ROWS; from += BATCH) {
        session.execute(
            "INSERT INTO t SELECT n, n % 1000, md5(n::text) || repeat(md5((-n)::text), 4)"
                + " FROM generate_series($1::int, $2::int) AS s (n)",
            from, from + BATCH - 1);
      }
      session.execute("UPDATE t SET k = -1 WHERE id % 1500 = 7");
      session.execute("DELETE FROM t WHERE id % 100 = 99");
      session.execute("BEGIN; DELETE FROM t WHERE k < 100; ROLLBACK");
      answer(session, out);
    }
    try (Headrace db = Headrace.open(directory, options);
        Session session = db.connect()) {
      answer(session, out);
      out.println(
          "right "
              + db.check().stream()
                  .allMatch(finding -> finding.outcome() == Finding.Outcome.RIGHT));
    }
  }

  private static void answer(Session session, PrintStream out) {
    out.println("range " + session.query("SELECT count(*), sum(id) FROM t WHERE k < 5").rows());
    out.println(
        "row " + session.query("SELECT id, k FROM t WHERE name LIKE md5('4711') || '%'").rows());
    out.println(
        "order " + session.query("SELECT id FROM t ORDER BY k DESC, name DESC LIMIT 2").rows());
    out.println("key " + session.query("SELECT k FROM t WHERE id IN (4, 99, 1507)").rows());
  }
}
