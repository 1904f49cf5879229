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
 * The process whose tables are larger than its heap: it fills one, changes it, asks about it, opens
 * the database again and asks again. It prints the answers, a line each.
 */
final class PagedWorkload {
  static final int ROWS = 100_000;

  private static final int BATCH = 500;
  private static final long LIMIT = 16 << 20;

  private PagedWorkload() {}

  /** Takes the database's directory. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    Options options = Options.defaults().withWorkers(1).withTableMemoryLimit(LIMIT);
    Path directory = Path.of(arguments[0]);
    try (Headrace db = Headrace.open(directory, options);
        Session session = db.connect()) {
      session.execute("CREATE TABLE t (id int PRIMARY KEY, x int, pad text)");
      session.execute("CREATE MATERIALIZED VIEW v AS SELECT count(*) AS n, sum(x) AS x FROM t");
      for (int from = 0; from < ROWS; from += BATCH) {
        // three kilobytes each
        session.execute(
            "INSERT INTO t SELECT n, n % 10, repeat(md5(n::text), 96)"
                + " FROM generate_series($1::int, $2::int) AS s (n)",
            from, from + BATCH - 1);
      }
      for (int i = 0; i < 20; i++) {
        session.execute("UPDATE t SET x = x + 1 WHERE id % 20000 = " + i);
      }
      session.execute("DELETE FROM t WHERE id % 100 = 99");
      session.execute("ALTER TABLE t ADD COLUMN extra int DEFAULT 5");
      answer(session, out);
      out.println("file " + session.query("SHOW row_cache_file_bytes").single());
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
    out.println(
        "table "
            + session.query("SELECT count(*), sum(x), sum(extra), min(length(pad)) FROM t").rows());
    out.println("view " + session.query("SELECT n, x FROM v").rows());
    out.println(
        "row "
            + session
                .query("SELECT id, x, pad = repeat(md5('4711'), 96), extra FROM t WHERE id = 4711")
                .rows());
  }
}
