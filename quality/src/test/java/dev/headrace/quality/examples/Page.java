package dev.headrace.quality.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A page of the documentation and the examples in it. */
record Page(Path file, List<Example> examples) {
  private static final String FENCE = "```";
  private static final String NOT_RUN = "not-run";

  /**
   * A fenced block that is run.
   *
   * @param language {@code sql} or {@code java}
   * @param line of the page where its text begins, from 1
   * @param expected what it puts out, where the page says so
   */
  record Example(String language, int line, String text, Optional<String> expected) {
    Example withExpected(String text) {
      return new Example(language, line, this.text, Optional.of(text));
    }
  }

  /** All pages of a directory, by name. */
  static List<Page> in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(file -> new Page(file, parse(read(file))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Example> examples(String language) {
    return examples.stream().filter(example -> example.language().equals(language)).toList();
  }

  static List<Example> parse(String markdown) {
    List<Example> examples = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    boolean behindExample = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith(FENCE)) {
        behindExample &= line.isBlank();
        continue;
      }
      int end = end(lines, i);
      String text = String.join("\n", lines.subList(i + 1, end));
      List<String> words = List.of(line.substring(FENCE.length()).strip().split("\\s+"));
      String language = words.getFirst();
      if (language.equals("text") && behindExample) {
        examples.addLast(examples.removeLast().withExpected(text));
      }
      behindExample =
          (language.equals("sql") || language.equals("java")) && !words.contains(NOT_RUN);
      if (behindExample) {
        examples.add(new Example(language, i + 2, text, Optional.empty()));
      }
      i = end;
    }
    return examples;
  }

  private static int end(List<String> lines, int start) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the block of line " + (start + 1) + " has no end");
  }
}
