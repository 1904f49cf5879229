package dev.headrace.check.source;

import dev.headrace.engine.statement.Description;
import dev.headrace.engine.statement.DescriptionText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The file with what a statement takes and gives:
 *
 * <pre>
 * headrace 2
 * database audit
 * schema m0f3c12ab9d01
 * nullable 2 3
 * kind SELECT
 * parameter integer
 * column "id" bigint not null is "orders.id"
 * sql
 * SELECT id FROM orders WHERE customer = $1
 * </pre>
 *
 * <p>Its name is {@code HASH-FINGERPRINT.txt}, where HASH is that of the database, the statement's
 * tokens and the parameters that may be NULL. The statement is kept because equal hashes do not
 * prove equal statements.
 *
 * <p>Files of version 1 do not say which tables a statement changes, and at which constraints it
 * can fail.
 *
 * @param version of the format
 * @param database empty for the one without a name
 * @param fingerprint of the schema it was described with
 */
record OfflineFile(
    int version, String database, String fingerprint, Question question, Description description) {
  private static final String HEADER = "headrace ";
  private static final int VERSION = 2;
  private static final int DIGITS = 24;

  /** One of the version that is written now. */
  OfflineFile(String database, String fingerprint, Question question, Description description) {
    this(VERSION, database, fingerprint, question, description);
  }

  /** Whether it says less than one that is written now. */
  boolean isOutdated() {
    return version < VERSION;
  }

  /** The part of the name that says which statement it is. */
  static String key(String database, Question question) {
    String text =
        database + "\n" + question.nullable() + "\n" + SqlTokens.normalized(question.sql());
    return Fingerprint.hash(text).substring(0, DIGITS);
  }

  String name() {
    return name(key(database, question), fingerprint);
  }

  /** The name of the file about a statement in a schema. */
  static String name(String key, String fingerprint) {
    return key + "-" + fingerprint + ".txt";
  }

  /** Whether it is about a statement. */
  boolean answers(Question asked) {
    return question.nullable().equals(asked.nullable())
        && (question.sql().equals(asked.sql().strip())
            || SqlTokens.normalized(question.sql()).equals(SqlTokens.normalized(asked.sql())));
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER + version);
    if (!database.isEmpty()) {
      lines.add("database " + database);
    }
    lines.add("schema " + fingerprint);
    if (!question.nullable().isEmpty()) {
      lines.add(
          "nullable "
              + question.nullable().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    lines.addAll(DescriptionText.lines(description));
    lines.add("sql");
    return String.join("\n", lines) + "\n" + question.sql().strip() + "\n";
  }

  /**
   * @throws IllegalArgumentException if it is no such file
   */
  static OfflineFile parse(String text) {
    String unix = text.replace("\r\n", "\n"); // as version control may have made them
    int end = unix.indexOf("\nsql\n");
    int version = unix.startsWith(HEADER + "1\n") ? 1 : VERSION;
    String header = HEADER + version + "\n";
    if (!unix.startsWith(header) || end < 0) {
      throw new IllegalArgumentException("it does not begin with \"" + header.strip() + "\"");
    }
    String database = "";
    String fingerprint = "";
    SortedSet<Integer> nullable = new TreeSet<>();
    List<String> description = new ArrayList<>();
    for (String line : unix.substring(header.length(), end).split("\n", -1)) {
      if (line.startsWith("database ")) {
        database = line.substring("database ".length());
      } else if (line.startsWith("schema ")) {
        fingerprint = line.substring("schema ".length());
      } else if (line.startsWith("nullable ")) {
        for (String number : line.substring("nullable ".length()).split(" ", -1)) {
          nullable.add(Integer.valueOf(number));
        }
      } else {
        description.add(line);
      }
    }
    String sql = unix.substring(end + "\nsql\n".length()).stripTrailing();
    return new OfflineFile(
        version,
        database,
        fingerprint,
        new Question(sql, nullable),
        DescriptionText.parse(description));
  }
}
