package dev.headrace.check.source;

import dev.headrace.engine.statement.DescriptionText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares prepared statements with a database, without the sources they are from. */
public final class Verification {
  private final Path directory;
  private final Sources sources;

  /**
   * @param settings of the database, with the directory of the prepared statements
   */
  public Verification(Settings settings, Sources sources) {
    this.directory = settings.directory();
    this.sources = sources;
  }

  /**
   * A file that the database does not agree with.
   *
   * @param file its name
   * @param lines those of the file behind {@code -}, those of the database behind {@code +}
   */
  public record Difference(String file, String sql, List<String> lines) {}

  /**
   * What is found.
   *
   * @param statements how many there are
   */
  public record Result(int statements, List<Difference> differences) {
    /** The differences, and how many there are. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      for (Difference difference : differences) {
        lines.add(difference.file() + ": " + difference.sql().strip());
        difference.lines().forEach(line -> lines.add("  " + line));
      }
      lines.add(
          "%d statements, %d wrong for this database".formatted(statements, differences.size()));
      return lines;
    }
  }

  /**
   * Describes all statements again.
   *
   * @throws SourceException if that is not possible
   */
  public Result run() {
    Map<String, OfflineFile> files = new OfflineDirectory(directory).all();
    if (files.isEmpty()) {
      throw new SourceException("no statement is prepared in " + directory, null);
    }
    Map<String, List<Map.Entry<String, OfflineFile>>> byDatabase =
        files.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    file -> file.getValue().database(), TreeMap::new, Collectors.toList()));
    List<Difference> differences = new ArrayList<>();
    byDatabase.forEach(
        (database, named) -> {
          List<Question> questions =
              named.stream().map(file -> file.getValue().question()).toList();
          List<Answer> answers = sources.describe(database, questions);
          for (int i = 0; i < answers.size(); i++) {
            Map.Entry<String, OfflineFile> file = named.get(i);
            List<String> lines = difference(file.getValue(), answers.get(i));
            if (!lines.isEmpty()) {
              differences.add(new Difference(file.getKey(), questions.get(i).sql(), lines));
            }
          }
        });
    return new Result(files.size(), differences);
  }

  /** More of them do not make a statement wrong. */
  private static boolean isAboutConstraints(String line) {
    return line.startsWith("changes ") || line.startsWith("constraint ");
  }

  private static List<String> difference(OfflineFile file, Answer answer) {
    List<String> was = DescriptionText.lines(file.description());
    List<String> is =
        switch (answer) {
          case Answer.Described described ->
              DescriptionText.lines(described.description()).stream()
                  .filter(line -> was.contains(line) || !isAboutConstraints(line))
                  .toList();
          case Answer.Refused refused -> List.of("error: " + refused.message());
        };
    if (was.equals(is)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    was.stream().filter(line -> !is.contains(line)).forEach(line -> lines.add("- " + line));
    is.stream().filter(line -> !was.contains(line)).forEach(line -> lines.add("+ " + line));
    if (lines.isEmpty()) {
      lines.add("columns or parameters have another order");
    }
    return lines;
  }
}
