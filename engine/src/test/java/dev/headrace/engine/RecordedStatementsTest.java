package dev.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headrace.model.SqlException;
import dev.headrace.model.text.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Definitions, constraints and changes of data, with the answers that PostgreSQL 15 gave to the
 * same statements one after the other ({@code statements.txt}). Each paragraph has a database of
 * its own.
 */
final class RecordedStatementsTest {
  private record Line(String sql, String answer) {}

  private record Paragraph(String title, List<Line> lines) {}

  @TestFactory
  Stream<DynamicTest> paragraphsAnswerAsPostgres() throws IOException {
    List<Paragraph> paragraphs = paragraphs();
    assertThat(paragraphs).hasSizeGreaterThan(10);
    return paragraphs.stream().map(p -> DynamicTest.dynamicTest(p.title, () -> run(p)));
  }

  private static List<Paragraph> paragraphs() throws IOException {
    String text;
    try (InputStream in = RecordedStatementsTest.class.getResourceAsStream("statements.txt")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Paragraph> paragraphs = new ArrayList<>();
    for (String part : text.split("\n\n+", -1)) {
      List<Line> lines = new ArrayList<>();
      String title = "";
      for (String line : part.lines().filter(l -> !l.isBlank()).toList()) {
        int at = line.indexOf(" => ");
        if (line.startsWith("#")) {
          title = line.substring(2);
        } else {
          lines.add(new Line(line.substring(0, at), line.substring(at + 4)));
        }
      }
      if (!lines.isEmpty()) {
        paragraphs.add(new Paragraph(title, lines));
      }
    }
    return paragraphs;
  }

  private static void run(Paragraph paragraph) {
    SoftAssertions softly = new SoftAssertions();
    try (Headrace db = Headrace.inMemory();
        Session session = db.connect()) {
      for (Line line : paragraph.lines) {
        softly.assertThat(answer(session, line.sql)).as(line.sql).isEqualTo(line.answer);
      }
    }
    softly.assertAll();
  }

  private static String answer(Session session, String sql) {
    try {
      return switch (session.execute(sql).getLast()) {
        case Command command -> count(command.tag());
        case QueryResult rows -> rows(rows, sql.contains("ORDER BY"));
      };
    } catch (SqlException e) {
      String detail = e.detail();
      return e.sqlState()
          + " "
          + e.message()
          + (detail == null ? "" : " | " + detail.replace('\n', ' '));
    }
  }

  private static String count(String tag) {
    String last = tag.substring(tag.lastIndexOf(' ') + 1);
    return last.matches("\\d+") ? last : "0";
  }

  private static String rows(QueryResult result, boolean ordered) {
    List<String> rows = new ArrayList<>();
    for (List<Object> row : result.rows()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        values.add(
            value == null
                ? "null"
                : TextFormat.toString(result.fields().get(i).type(), value, ZoneOffset.UTC));
      }
      rows.add(String.join("|", values));
    }
    if (!ordered) {
      Collections.sort(rows);
    }
    return "[" + String.join("; ", rows) + "]";
  }
}
