package dev.headrace.check.migrate;

import dev.headrace.check.postgres.Reply;
import dev.headrace.check.source.Migrations;
import dev.headrace.check.source.SourceException;
import dev.headrace.check.source.SqlTokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with statements.
 *
 * @param transactional whether they run as one transaction
 */
record Script(Path file, String text, List<Statement> statements, boolean transactional) {
  private static final Pattern MARKER =
      Pattern.compile("^\\s*--\\s*headrace:\\s*no-transaction\\s*$", Pattern.MULTILINE);
  private static final Pattern COPY =
      Pattern.compile("^copy\\b.*\\bfrom\\s+stdin\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ROLLBACK_TO =
      Pattern.compile("^rollback(\\s+(work|transaction))?\\s+to\\b", Pattern.CASE_INSENSITIVE);
  private static final String ACTIVE_TRANSACTION = "25001";
  private static final Set<String> TRANSACTION_CONTROL =
      Set.of("begin", "start", "commit", "end", "rollback", "abort");

  /**
   * A statement without its semicolon.
   *
   * @param start of its first token in the text
   */
  record Statement(int start, String sql) {}

  /**
   * @throws SourceException if the file cannot be read, or says BEGIN or COMMIT where it must not
   */
  static Script read(Path file) {
    String text = Migrations.read(file);
    List<Statement> statements = new Splitter(text).statements();
    int head = statements.isEmpty() ? text.length() : statements.getFirst().start();
    boolean transactional = !MARKER.matcher(text.substring(0, head)).find();
    Script script = new Script(file, text, statements, transactional);
    statements.forEach(script::requireNoRows);
    if (transactional) {
      statements.forEach(script::requireNoTransactionControl);
    }
    return script;
  }

  private void requireNoRows(Statement statement) {
    if (COPY.matcher(statement.sql()).find()) {
      throw new SourceException(
          "migration " + place(statement.start()) + " has COPY FROM STDIN, and nobody sends rows",
          "Use INSERT.");
    }
  }

  private void requireNoTransactionControl(Statement statement) {
    String[] words = statement.sql().toLowerCase(Locale.ROOT).split("\\s+", 3);
    boolean savepoint = ROLLBACK_TO.matcher(statement.sql()).find();
    if (TRANSACTION_CONTROL.contains(words[0]) && !savepoint) {
      throw new SourceException(
          "migration "
              + place(statement.start())
              + " has "
              + words[0].toUpperCase(Locale.ROOT)
              + ", but each migration is a transaction already",
          "Leave it out; or begin the file with the line -- headrace: no-transaction.");
    }
  }

  /** The file with line and column. */
  private String place(int index) {
    String before = text.substring(0, index);
    int line = before.lastIndexOf('\n') + 1;
    return file
        + ":"
        + (before.chars().filter(c -> c == '\n').count() + 1)
        + ":"
        + (before.codePointCount(line, index) + 1);
  }

  /** Where a statement begins. */
  String place(Statement statement) {
    return place(statement.start());
  }

  /** What to say of a statement that a server has refused. */
  SourceException failure(Statement statement, Reply.ServerError error) {
    int at = statement.start();
    if (error.position() > 0
        && error.position() <= statement.sql().codePointCount(0, statement.sql().length())) {
      at += statement.sql().offsetByCodePoints(0, error.position() - 1);
    }
    boolean alone = error.state().equals(ACTIVE_TRANSACTION) && transactional;
    return failure(
        place(at),
        error,
        alone ? "Begin the file with the line -- headrace: no-transaction." : error.hint());
  }

  /** The same of the end of its transaction. */
  SourceException failure(Reply.ServerError error) {
    return failure(file.toString(), error, error.hint());
  }

  private static SourceException failure(
      String place, Reply.ServerError error, @Nullable String hint) {
    return new SourceException(
        "migration "
            + place
            + " fails: "
            + error.message()
            + " ("
            + error.state()
            + ")"
            + (error.detail() == null ? "" : "\n  " + error.detail()),
        hint);
  }

  /** Finds where statements end, as psql does. */
  private static final class Splitter {
    private final String text;
    private final List<Statement> statements = new ArrayList<>();
    private int start = -1;
    private int parentheses;
    // bodies of routines have semicolons: BEGIN ATOMIC ... END, with CASE ... END in them
    private final List<String> firstWords = new ArrayList<>();
    private int blocks;

    Splitter(String text) {
      this.text = text;
    }

    List<Statement> statements() {
      int at = 0;
      while (at < text.length()) {
        at = next(at);
      }
      end(text.length());
      return statements;
    }

    private int next(int at) {
      char c = text.charAt(at);
      boolean comment = text.startsWith("--", at) || text.startsWith("/*", at);
      int end = SqlTokens.skip(text, at);
      if (comment || Character.isWhitespace(c)) {
        return Math.max(end, at + 1);
      }
      if (c == ';' && parentheses == 0 && blocks == 0) {
        end(at);
        return at + 1;
      }
      if (start < 0) {
        start = at;
      }
      if (end > at) {
        return end;
      }
      if (SqlTokens.isWord(text, at)) {
        return word(at);
      }
      parentheses += c == '(' ? 1 : c == ')' && parentheses > 0 ? -1 : 0;
      return at + 1;
    }

    private int word(int at) {
      int end = at;
      while (SqlTokens.isWord(text, end)) {
        end++;
      }
      String word = text.substring(at, end).toLowerCase(Locale.ROOT);
      if (firstWords.size() < 4) {
        firstWords.add(word);
      }
      boolean routine =
          firstWords.getFirst().equals("create")
              && (firstWords.contains("function") || firstWords.contains("procedure"));
      if (routine && (word.equals("begin") || blocks > 0 && word.equals("case"))) {
        blocks++;
      } else if (blocks > 0 && word.equals("end")) {
        blocks--;
      }
      return end;
    }

    private void end(int at) {
      if (start >= 0) {
        statements.add(new Statement(start, text.substring(start, at).stripTrailing()));
      }
      start = -1;
      parentheses = 0;
      blocks = 0;
      firstWords.clear();
    }
  }
}
