package dev.headrace.check.processor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Where the characters of a string literal stand in the source file it is written in. */
final class SourcePlaces {
  private final String source;
  private final int[] offsets;

  private SourcePlaces(String source, int[] offsets) {
    this.source = source;
    this.offsets = offsets;
  }

  /**
   * Finds the literal of a value.
   *
   * @param method what it is an annotation of; of several literals with the value the one next
   *     before it counts
   * @return empty if the value is not written as one literal
   */
  static Optional<SourcePlaces> find(String source, String value, String method) {
    Matcher uses = Pattern.compile("\\b" + Pattern.quote(method) + "\\s*\\(").matcher(source);
    JavaLiterals literals = new JavaLiterals(source);
    int[] best = null;
    int distance = Integer.MAX_VALUE;
    while (literals.next()) {
      if (literals.value().equals(value)) {
        int behind = uses.find(literals.end()) ? uses.start() - literals.end() : source.length();
        if (behind < distance) {
          distance = behind;
          best = literals.offsets();
        }
      }
    }
    return best == null ? Optional.empty() : Optional.of(new SourcePlaces(source, best));
  }

  /** Of a text that is a file of its own. */
  static SourcePlaces ofFile(String text) {
    return new SourcePlaces(text, IntStream.rangeClosed(0, text.length()).toArray());
  }

  private int offset(int index) {
    return offsets[Math.clamp(index, 0, offsets.length - 1)];
  }

  /** The line of a character of the value, from 1. */
  int line(int index) {
    return (int) source.substring(0, offset(index)).chars().filter(c -> c == '\n').count() + 1;
  }

  /** Its column, from 1. */
  int column(int index) {
    int start = source.lastIndexOf('\n', offset(index) - 1) + 1;
    return source.codePointCount(start, offset(index)) + 1;
  }

  /** The text of its line. */
  String lineText(int index) {
    int start = source.lastIndexOf('\n', offset(index) - 1) + 1;
    int end = source.indexOf('\n', start);
    return (end < 0 ? source.substring(start) : source.substring(start, end)).stripTrailing();
  }
}
