package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/check.md} is right. */
final class DocumentationTest {
  @TempDir Path directory;

  private final String document;

  DocumentationTest() throws IOException {
    document = Files.readString(Path.of("..", "docs", "check.md"));
  }

  private List<String> blocks(String language) {
    Matcher matcher =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(document);
    return matcher.results().map(block -> block.group(1)).toList();
  }

  private List<String> compiled(String name, String code) throws IOException {
    Path schema = Files.writeString(directory.resolve("schema.sql"), blocks("sql").getFirst());
    return new Compilation(
            directory, name + ".java", code, List.of("-Aheadrace.migrations=" + schema))
        .messages();
  }

  @Test
  void theFirstExampleIsRight() throws IOException {
    assertThat(compiled("Orders", blocks("java").getFirst())).isEmpty();
    assertThat(directory.resolve("OrdersJdbc.class")).exists();
  }

  @Test
  void theSecondIsWrongAsItSays() throws IOException {
    assertThat(compiled("Wrong", blocks("java").get(1)))
        .containsExactly("line 7: " + blocks("text").getFirst().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sales", "Reports", "Prices", "Profiles"})
  void theOthersAreRight(String name) throws IOException {
    String code =
        blocks("java").stream()
            .filter(block -> block.contains("public interface " + name + " {"))
            .findFirst()
            .orElseThrow();
    assertThat(compiled(name, code)).isEmpty();
    assertThat(directory.resolve(name + "Jdbc.class")).exists();
  }

  @Test
  void theRecordIsTheOneThatIsGenerated() throws IOException {
    compiled("Reports", blocks("java").get(3));
    assertThat(Files.readString(directory.resolve("OrderRow.java")))
        .endsWith("@NullMarked\n" + blocks("text").get(2));
  }

  /** Each line of the table, whose … stands for anything. */
  private List<Pattern> messages() {
    List<Pattern> messages = new ArrayList<>();
    String table = document.substring(document.indexOf("| message |"));
    for (String line : table.lines().skip(2).takeWhile(l -> l.startsWith("|")).toList()) {
      for (String message : line.split(" \\| ", -1)[0].substring(2).split(", cannot ", -1)) {
        messages.add(
            Pattern.compile(
                Arrays.stream(message.split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".+"))));
      }
    }
    return messages;
  }

  /** The files with what the processor, not the planner, has to say. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Parameters", "Results", "Interfaces", "Converting", "Handling", "Generating"})
  void everyMessageIsThere(String file) throws IOException {
    String golden;
    try (var stream = DocumentationTest.class.getResourceAsStream("/wrong/" + file + ".txt")) {
      golden = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Pattern> known = messages();
    for (String entry : golden.strip().split("\n\n", -1)) {
      String message =
          entry.lines().findFirst().orElseThrow().replaceFirst("^line \\d+: \\w+: ", "");
      boolean planner = message.startsWith("relation \"");
      assertThat(known.stream().anyMatch(each -> each.matcher(message).matches()) || planner)
          .as(message)
          .isTrue();
    }
  }
}
