package dev.headrace.server.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headrace.server.client.FakeClient;
import dev.headrace.server.client.RelationReader;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;

final class SqlCompleterTest {
  private final SqlLineParser parser = new SqlLineParser();
  private final SqlCompleter completer =
      new SqlCompleter(() -> RelationReader.read(new FakeClient()));

  @Test
  void onlyRelationsFollowFrom() {
    assertThat(complete("select * from ")).containsExactly("flights", "daily");
    assertThat(complete("select * from FL")).containsExactly("flights");
  }

  @Test
  void columnsAndKeywordsFollowElsewhere() {
    assertThat(complete("select d")).contains("delay", "day", "daily", "distinct");
    assertThat(complete("select de")).doesNotContain("daily");
  }

  @Test
  void keywordsComeInTheCaseThatIsTyped() {
    assertThat(complete("sel")).containsExactly("select");
    assertThat(complete("SEL")).containsExactly("SELECT");
  }

  @Test
  void describeCompletesRelations() {
    assertThat(complete("\\d da")).containsExactly("daily");
  }

  @Test
  void statementEndsWithASemicolon() {
    assertThatThrownBy(() -> parse("select 1")).isInstanceOf(EOFError.class);
    assertThatThrownBy(() -> parse("select ';")).isInstanceOf(EOFError.class);
    assertThat(parse("select 1;").line()).isEqualTo("select 1;");
    assertThat(parse("\\d").line()).isEqualTo("\\d");
    assertThat(parse("").line()).isEmpty();
  }

  private ParsedLine parse(String line) {
    return parser.parse(line, line.length(), Parser.ParseContext.ACCEPT_LINE);
  }

  private List<String> complete(String line) {
    ParsedLine parsed = parser.parse(line, line.length(), Parser.ParseContext.COMPLETE);
    List<Candidate> candidates = new ArrayList<>();
    String previous = parsed.wordIndex() > 0 ? parsed.words().get(parsed.wordIndex() - 1) : "";
    completer.complete(
        previous.toUpperCase(java.util.Locale.ROOT),
        parsed.word().substring(0, parsed.wordCursor()),
        candidates);
    return candidates.stream().map(Candidate::value).toList();
  }
}
