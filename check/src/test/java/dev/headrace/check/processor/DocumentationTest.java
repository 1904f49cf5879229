package dev.headrace.check.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
    assertThat(compiled(name, block("java", "public interface " + name + " {"))).isEmpty();
    assertThat(directory.resolve(name + "Jdbc.class")).exists();
  }

  @Test
  void theRecordIsTheOneThatIsGenerated() throws IOException {
    compiled("Reports", block("java", "public interface Reports {"));
    assertThat(Files.readString(directory.resolve("OrderRow.java")))
        .endsWith("@NullMarked\n" + block("text", "public record OrderRow("));
  }

  private String block(String language, String part) {
    return blocks(language).stream().filter(b -> b.contains(part)).findFirst().orElseThrow();
  }

  /** Each line of a page's tables of messages. */
  private static Set<String> messages(String page) {
    Set<String> messages = new TreeSet<>();
    boolean within = false;
    for (String line : page.lines().toList()) {
      within = line.startsWith("| message |") || within && line.startsWith("|");
      if (within && !line.startsWith("| message |") && !line.startsWith("| --- |")) {
        messages.add(line.split(" \\| ", -1)[0].substring(2));
      }
    }
    return messages;
  }

  /** Whether a text can be a message, whose … stands for anything. */
  private static boolean fits(String message, String text) {
    return Pattern.matches(
        Arrays.stream(message.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        text);
  }

  /** Of this page and that about migrations, which share the code that talks to databases. */
  private Set<String> allMessages() throws IOException {
    Set<String> all = messages(document);
    all.addAll(messages(Files.readString(Path.of("..", "docs", "migrations.md"))));
    return all;
  }

  private static Set<String> given() throws IOException {
    Set<String> given = new TreeSet<>();
    for (String module : List.of("check", "check-api", "maven-plugin")) {
      given.addAll(MessageSources.under(Path.of("..", module, "src", "main", "java")));
    }
    return given;
  }

  @Test
  void whatTheSourcesSayIsThere() throws IOException {
    Set<String> given = given();
    assertThat(given).hasSizeGreaterThan(100);
    assertThat(without(given, allMessages())).isEmpty();
  }

  @Test
  void whatIsThereTheSourcesSay() throws IOException {
    Set<String> documented = without(allMessages(), given());
    // the planner's, and that of a class that says the same to others
    assertThat(documented)
        .containsExactly("expected one statement, not …", "not the URL of a database: …");
  }

  /** Those that none of the others can be. */
  private static Set<String> without(Set<String> messages, Set<String> others) {
    Set<String> left = new TreeSet<>(messages);
    left.removeIf(
        message -> others.stream().anyMatch(each -> fits(each, message) || fits(message, each)));
    return left;
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
    Set<String> known = messages(document);
    for (String entry : golden.strip().split("\n\n", -1)) {
      String message =
          entry.lines().findFirst().orElseThrow().replaceFirst("^line \\d+: \\w+: ", "");
      boolean planner = message.startsWith("relation \"");
      assertThat(known.stream().anyMatch(each -> fits(each, message)) || planner)
          .as(message)
          .isTrue();
    }
  }
}
